package io.dbops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.testkit.FaultyStore.Operation;
import java.io.IOException;
import java.io.InputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class FaultyStoreTest {

    private static final ObjectKey A = ObjectKey.of("a");
    private static final ObjectKey B = ObjectKey.of("b");
    private static final ObjectKey C = ObjectKey.of("c");
    private static final byte[] TEXT = "0123456789".getBytes(UTF_8);

    private final InMemoryStore behind = new InMemoryStore();
    private final FaultyStore store = FaultyStore.over(behind);

    @Test
    void onlyTheNthCallMeetsTheFault() throws IOException {
        store.on(Operation.PUT, 2, StoreFault.refuse());
        put(A);
        assertStoreError(() -> put(B));
        put(C);
        assertThat(behind.list("")).extracting(ObjectInfo::key).containsExactly(A, C);
        assertThat(store.calls(Operation.PUT)).isEqualTo(3);
        assertThat(store.met()).containsExactly("PUT 2 b REFUSE");
    }

    @Test
    void callsAreCountedFromTheRuleOn() throws IOException {
        put(A);
        store.on(Operation.PUT, 1, StoreFault.refuse());
        assertStoreError(() -> put(B));
    }

    @Test
    void everyOperationCanBeRefused() throws IOException {
        put(A);
        for (Operation operation : Operation.values()) {
            store.on(operation, 1, StoreFault.refuse());
        }
        assertStoreError(() -> put(B));
        assertStoreError(() -> store.get(A));
        assertStoreError(() -> store.find(A));
        assertStoreError(() -> store.list(""));
        assertStoreError(() -> store.delete(A));
        assertThat(behind.list("")).extracting(ObjectInfo::key).containsExactly(A);
    }

    @Test
    void aLostAnswerFailsTheCallerAfterTheWorkWasDone() throws IOException {
        store.on(Operation.PUT, 1, StoreFault.loseAnswer()).on(Operation.DELETE, 1, StoreFault.loseAnswer());
        assertStoreError(() -> put(A));
        assertThat(behind.find(A)).isPresent();
        assertStoreError(() -> store.delete(A));
        assertThat(behind.find(A)).isEmpty();
    }

    @Test
    void anOutageLastsUntilItIsHealed() throws IOException {
        put(A);
        store.on(Operation.FIND, 1, StoreFault.outage());
        assertStoreError(() -> store.find(A));
        assertStoreError(() -> store.list(""));
        assertStoreError(() -> put(B));
        store.heal();
        put(B);
        assertThat(store.list("")).hasSize(2);
    }

    @Test
    void aPutBreaksAfterSomeBytesAndLeavesNothing() {
        store.on(Operation.PUT, 1, StoreFault.breakAt(4));
        assertStoreError(() -> put(A));
        assertThat(behind.list("")).isEmpty();
    }

    @Test
    void aPutOfExactlyThatManyBytesDoesNotBreak() throws IOException {
        store.on(Operation.PUT, 1, StoreFault.breakAt(10));
        assertThat(put(A).size()).isEqualTo(10);
    }

    @Test
    void aPutLosesItsEndSilently() throws IOException {
        store.on(Operation.PUT, 1, StoreFault.truncateAt(4));
        assertThat(put(A).size()).isEqualTo(4);
        assertThat(read(behind)).isEqualTo("0123");
    }

    @Test
    void aPutFlipsOneBitSilently() throws IOException {
        store.on(Operation.PUT, 1, StoreFault.flipBitAt(2));
        assertThat(put(A).size()).isEqualTo(10);
        assertThat(read(behind)).isEqualTo("0133456789");
    }

    @Test
    void aGetBreaksLosesItsEndOrFlipsABit() throws IOException {
        put(A);
        store.on(Operation.GET, 1, StoreFault.truncateAt(4))
                .on(Operation.GET, 2, StoreFault.flipBitAt(9))
                .on(Operation.GET, 3, StoreFault.breakAt(4));
        assertThat(read(store)).isEqualTo("0123");
        assertThat(read(store)).isEqualTo("0123456788");
        try (InputStream in = store.get(A)) {
            assertThat(in.readNBytes(4)).isEqualTo("0123".getBytes(UTF_8));
            assertStoreError(in::read);
        }
        assertThat(read(store)).isEqualTo("0123456789");
    }

    @Test
    void skippedBytesCount() throws IOException {
        put(A);
        store.on(Operation.GET, 1, StoreFault.flipBitAt(3)).on(Operation.GET, 2, StoreFault.truncateAt(4));
        try (InputStream in = store.get(A)) {
            assertThat(in.skip(3)).isEqualTo(3);
            assertThat(in.read()).isEqualTo('2');
        }
        try (InputStream in = store.get(A)) {
            assertThat(in.skip(7)).isEqualTo(4);
        }
    }

    @Test
    void aListingLosesItsEnd() throws IOException {
        put(A);
        put(B);
        store.on(Operation.LIST, 1, StoreFault.truncateAt(1)).on(Operation.LIST, 2, StoreFault.truncateAt(5));
        assertThat(store.list("")).extracting(ObjectInfo::key).containsExactly(A);
        assertThat(store.list("")).hasSize(2);
    }

    @Test
    void whatCannotHappenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.on(Operation.FIND, 1, StoreFault.breakAt(1)))
                .withMessageContaining("BREAK cannot happen to FIND");
        assertThatIllegalArgumentException().isThrownBy(() -> store.on(Operation.GET, 0, StoreFault.refuse()));
        assertThatIllegalArgumentException().isThrownBy(() -> StoreFault.truncateAt(-1));
    }

    private ObjectInfo put(ObjectKey key) throws IOException {
        return store.put(key, out -> out.write(TEXT));
    }

    private static String read(BackupStore store) throws IOException {
        try (InputStream in = store.get(A)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void assertStoreError(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DbOpsException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORE);
            assertThat(e.retryable()).isTrue();
        });
    }
}
