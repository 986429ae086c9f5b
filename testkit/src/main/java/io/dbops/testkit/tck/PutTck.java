package io.dbops.testkit.tck;

import static io.dbops.testkit.tck.StoredText.failingWith;
import static io.dbops.testkit.tck.StoredText.keys;
import static io.dbops.testkit.tck.StoredText.readAll;
import static io.dbops.testkit.tck.StoredText.readText;
import static io.dbops.testkit.tck.StoredText.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The contract of {@link io.dbops.spi.BackupStore#put}; part of {@link BackupStoreTck}. */
abstract class PutTck extends StoreFixture {

    @Test
    void whatWasPutIsReadBackByteForByte() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(20261122).nextBytes(bytes);
        store.put(KEY, out -> {
            out.write(bytes[0]);
            out.write(bytes, 1, 99_999);
            out.write(bytes, 100_000, 200_000);
        });
        assertThat(readAll(store, KEY)).isEqualTo(bytes);
    }

    @Test
    void anObjectMayBeEmpty() throws Exception {
        ObjectInfo info = store.put(KEY, out -> {});
        assertThat(info.size()).isZero();
        assertThat(readAll(store, KEY)).isEmpty();
        assertThat(keys(store.list(""))).containsExactly(KEY.value());
    }

    @Test
    void aPutConfirmsTheKeyAndTheLength() throws Exception {
        ObjectInfo info = store.put(KEY, text("four"));
        assertThat(info.key()).isEqualTo(KEY);
        assertThat(info.size()).isEqualTo(4);
    }

    @Test
    void anOccupiedKeyIsRefusedWithItsOwnErrorAndKeepsItsObject() throws Exception {
        store.put(KEY, text("first"));
        assertThatThrownBy(() -> store.put(KEY, text("second")))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_EXISTS))
                .hasMessageContaining(KEY.value());
        assertThat(readText(store, KEY)).isEqualTo("first");
    }

    @Test
    void whatWasPutIsVisibleToEveryReaderAtOnce() throws Exception {
        BackupStore other = anotherHandleTo(store);
        store.put(KEY, text("seen"));
        assertThat(other.find(KEY)).isPresent();
        assertThat(keys(other.list("objects/"))).containsExactly(KEY.value());
        assertThat(readText(other, KEY)).isEqualTo("seen");
    }

    @Test
    void nothingIsVisibleWhileTheContentIsBeingWritten() throws Exception {
        BackupStore other = anotherHandleTo(store);
        List<String> seen = new ArrayList<>();
        store.put(KEY, out -> {
            out.write(new byte[200_000]);
            out.flush();
            other.find(KEY).ifPresent(info -> seen.add("found " + info));
            other.list("").forEach(info -> seen.add("listed " + info));
            Throwable missing = catchThrowable(() -> readAll(other, KEY));
            if (missing == null) {
                seen.add("read");
            }
            out.write(1);
        });
        assertThat(seen).isEmpty();
        assertThat(store.find(KEY).map(ObjectInfo::size)).contains(200_001L);
    }

    @Test
    void aContentThatThrowsLeavesNoObject() throws Exception {
        assertThatThrownBy(() -> store.put(KEY, out -> {
                    out.write(new byte[200_000]);
                    throw new IOException("the content's own");
                }))
                .isInstanceOf(Exception.class);
        assertThatThrownBy(() -> store.put(ObjectKey.of("at/once"), out -> {
                    throw new IllegalStateException("before the first byte");
                }))
                .isInstanceOf(Exception.class);
        assertThat(anotherHandleTo(store).list("")).isEmpty();
        assertThat(store.find(KEY)).isEmpty();
        assertThatThrownBy(() -> readAll(store, KEY)).isInstanceOf(DbOpsException.class);
    }

    @Test
    void aKeyIsFreeAgainAfterItsPutFailed() throws Exception {
        assertThatThrownBy(() -> store.put(KEY, out -> {
                    out.write(new byte[200_000]);
                    throw new IOException("the content's own");
                }))
                .isInstanceOf(Exception.class);
        store.put(KEY, text("again"));
        assertThat(readText(store, KEY)).isEqualTo("again");
    }

    @Test
    void whatTheContentThrowsPassesThroughUnchanged() {
        for (Throwable own : List.of(
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new AssertionError("an error"),
                DbOpsException.of(ErrorCode.BACKUP_TORN, "the engine's own").build())) {
            assertThatThrownBy(() -> store.put(KEY, failingWith(own))).isSameAs(own);
        }
    }

    @Test
    void theContentIsAskedForOnceByTheCallingThread() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        store.put(KEY, out -> {
            calls.incrementAndGet();
            thread.set(Thread.currentThread());
            out.write(1);
        });
        assertThat(calls).hasValue(1);
        assertThat(thread.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void ofWritersThatMeetAtAKeyExactlyOneWinsWhole() throws Exception {
        for (int round = 0; round < 10; round++) {
            ObjectKey key = ObjectKey.of("race/" + round);
            // Every writer is past the store's first look, or was refused by it, before one of them ends.
            CountDownLatch allKnow = new CountDownLatch(WRITERS);
            List<Boolean> wins = Parallel.run(WRITERS, writer -> {
                AtomicInteger asked = new AtomicInteger();
                try {
                    store.put(key, out -> {
                        asked.incrementAndGet();
                        out.write(String.valueOf(writer).repeat(500).getBytes(UTF_8));
                        allKnow.countDown();
                        Parallel.awaitBriefly(allKnow);
                        out.write(String.valueOf(writer).repeat(500).getBytes(UTF_8));
                    });
                    return true;
                } catch (DbOpsException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_EXISTS);
                    return false;
                } finally {
                    if (asked.get() == 0) {
                        allKnow.countDown();
                    }
                    assertThat(asked.get()).isLessThanOrEqualTo(1);
                }
            });
            assertThat(wins).as("which writers of %s won", key).containsOnlyOnce(true);
            assertThat(readText(store, key))
                    .isEqualTo(String.valueOf(wins.indexOf(true)).repeat(1000));
        }
    }
}
