pub async fn figures() -> anyhow::Result<()> { Ok(()) }
