// What makes pages kinder where scripts run. No page needs it.
const faults = document.getElementById("faults");
if (faults) faults.focus();
