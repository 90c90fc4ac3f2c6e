use crate::Marketplace;
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
use testkit::postgres::psql;

/// A page of SQLite: all files of an instance that holds anything are longer.
const NO_ROOM: u64 = 4_096;

impl Marketplace {
    /// From now on its database can write nothing more, as when its disk is full. On SQLite the system refuses the writes of
    /// the running process; on PostgreSQL, whose process is not ours, the database raises what it raises then.
    pub fn fill_disk(&self) {
        match self.database() {
            None => self.limit_files(Some(NO_ROOM)),
            Some(url) => {
                let refuse = "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$";
                let everywhere = "DO $$ DECLARE name text; BEGIN
                    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() LOOP
                        EXECUTE 'CREATE TRIGGER a_no_room BEFORE INSERT OR UPDATE ON ' || name ||
                            ' FOR EACH ROW EXECUTE FUNCTION no_room()';
                    END LOOP; END $$";
                psql(url, &[refuse, everywhere]).expect("the database can be spoilt");
            }
        }
    }

    /// Makes room again.
    pub fn free_disk(&self) {
        match self.database() {
            None => self.limit_files(None),
            Some(url) => drop(psql(url, &["DROP FUNCTION no_room CASCADE"]).expect("the database can be mended")),
        }
    }

    fn limit_files(&self, bytes: Option<u64>) {
        let id = i32::try_from(self.process_id()).ok().and_then(Pid::from_raw);
        let ours = getrlimit(Resource::Fsize);
        prlimit(id, Resource::Fsize, Rlimit { current: bytes.or(ours.current), ..ours }).expect("the process is ours");
    }
}
