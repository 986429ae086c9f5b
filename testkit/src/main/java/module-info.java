/** Contract tests, in-memory fakes and fault injection for those who extend DbOps. Belongs to the test class path. */
module io.dbops.testkit {
    requires transitive io.dbops.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static transitive org.jspecify;

    exports io.dbops.testkit;
    exports io.dbops.testkit.tck;

    // JUnit calls the tests of the contract classes, which are not public.
    opens io.dbops.testkit.tck to
            org.junit.platform.commons;
}
