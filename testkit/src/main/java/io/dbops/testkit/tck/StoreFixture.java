package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import io.dbops.testkit.LeakCheck;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests of a store need of it. */
abstract class StoreFixture {

    static final ObjectKey KEY = ObjectKey.of("objects/20261122T093000Z/shop/orders/00003.copy.zst.age");
    static final int WRITERS = 8;

    /** Looks after every test. */
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** Of this test. */
    BackupStore store;

    /** An empty store, asked for before each test. */
    protected abstract BackupStore emptyStore() throws Exception;

    /** Another handle to the objects of that store, as another process would have it; by default the store itself. */
    protected BackupStore anotherHandleTo(BackupStore store) throws Exception {
        return store;
    }

    /** What the store was given to log in with; its description and its errors must not show it. By default nothing. */
    protected List<String> credentials() {
        return List.of();
    }

    /** How many objects a listing must give whole: more than a page, where the store lists by pages. By default 40. */
    protected int manyObjects() {
        return 40;
    }

    @BeforeEach
    void takeAnEmptyStore() throws Exception {
        store = emptyStore();
        assertThat(store.list("")).as("objects of the new store").isEmpty();
    }
}
