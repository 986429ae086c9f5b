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
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link BackupStore}, sentence by sentence. A store's tests extend this class and give an empty store for
 * each test.
 */
public abstract class BackupStoreTck {

    private static final ObjectKey KEY = ObjectKey.of("objects/20261122T093000Z/shop/orders/00003.copy.zst.age");
    private static final int WRITERS = 8;

    private BackupStore store;

    /** For subclasses. */
    protected BackupStoreTck() {}

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

    @Test
    void aDescriptionSaysWhereTheStoreIsAndShowsNoCredentials() {
        Throwable missing = catchThrowable(() -> store.get(KEY));
        assertThat(store.description()).isNotBlank();
        for (String credential : credentials()) {
            assertThat(store.description()).doesNotContain(credential);
            assertThat(store.toString()).doesNotContain(credential);
            assertThat(missing).hasMessageNotContaining(credential);
        }
    }

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
    void everyGetReadsFromTheStart() throws Exception {
        store.put(KEY, text("abcdef"));
        try (InputStream first = store.get(KEY);
                InputStream second = store.get(KEY)) {
            assertThat(first.readNBytes(3)).isEqualTo("abc".getBytes(UTF_8));
            assertThat(second.readNBytes(6)).isEqualTo("abcdef".getBytes(UTF_8));
            assertThat(first.readAllBytes()).isEqualTo("def".getBytes(UTF_8));
        }
    }

    @Test
    void aReaderMayStopEarly() throws Exception {
        store.put(KEY, out -> out.write(new byte[1_000_000]));
        try (InputStream in = store.get(KEY)) {
            assertThat(in.read()).isZero();
        }
        assertThat(readAll(store, KEY)).hasSize(1_000_000);
    }

    @Test
    void aMissingKeyIsAStoreErrorThatNamesIt() {
        assertThatThrownBy(() -> readAll(store, KEY))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE))
                .hasMessageContaining(KEY.value());
    }

    @Test
    void findTellsThereFromMissing() throws Exception {
        store.put(KEY, text("four"));
        assertThat(store.find(KEY)).hasValueSatisfying(info -> {
            assertThat(info.key()).isEqualTo(KEY);
            assertThat(info.size()).isEqualTo(4);
        });
        assertThat(store.find(ObjectKey.of(KEY.value() + "x"))).isEmpty();
        assertThat(store.find(ObjectKey.of("objects/20261122T093000Z"))).isEmpty();
        assertThatThrownBy(() -> readAll(store, ObjectKey.of("objects")))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE));
    }

    @Test
    void listAndFindTellTheSameOfAnObject() throws Exception {
        store.put(KEY, text("four"));
        store.put(ObjectKey.of("other"), text("longer"));
        for (ObjectInfo listed : store.list("")) {
            assertThat(store.find(listed.key())).contains(listed);
        }
        assertThat(store.list("")).extracting(ObjectInfo::size).containsExactly(4L, 6L);
    }

    @Test
    void listingsAreInKeyOrder() throws Exception {
        // Characters on either side of the slash: a walk over directories comes by these in another order.
        for (String key : List.of("b_", "b/b0", "b0", "a", "b-", "bb/a", "b/a", "B", "b.", "b=", "b/b/c")) {
            store.put(ObjectKey.of(key), text(key));
        }
        assertThat(keys(store.list("")))
                .containsExactly("B", "a", "b-", "b.", "b/a", "b/b/c", "b/b0", "b0", "b=", "b_", "bb/a");
    }

    @Test
    void aPrefixIsPlainCharactersAndNeedNotEndAtASlash() throws Exception {
        for (String key : List.of("m/a_b/1", "m/axb/1", "m/a_/2", "m/a%b", "m/a.b", "m/A_b", "n/m/a_b")) {
            store.put(ObjectKey.of(key), text(key));
        }
        assertThat(keys(store.list("m/a_"))).containsExactly("m/a_/2", "m/a_b/1");
        assertThat(keys(store.list("m/a_b/"))).containsExactly("m/a_b/1");
        assertThat(keys(store.list("m/a%"))).containsExactly("m/a%b");
        assertThat(keys(store.list("m/a."))).containsExactly("m/a.b");
        assertThat(keys(store.list("m/a_b/1"))).containsExactly("m/a_b/1");
        assertThat(keys(store.list("m"))).hasSize(6);
    }

    @Test
    void aPrefixThatNoKeyHasListsNothing() throws Exception {
        store.put(KEY, text("x"));
        for (String prefix : List.of("absent/", "/", "objects//", "../", "objects/../", "objects/*", ".*", "a b/c")) {
            assertThat(store.list(prefix))
                    .as("objects with prefix '%s'", prefix)
                    .isEmpty();
        }
    }

    @Test
    void aListingIsWholeHoweverManyObjectsThereAre() throws Exception {
        int many = manyObjects();
        for (int i = 0; i < many; i++) {
            store.put(ObjectKey.of("many/" + i), text(""));
        }
        assertThat(keys(store.list("many/")))
                .containsExactlyElementsOf(IntStream.range(0, many)
                        .mapToObj(i -> "many/" + i)
                        .sorted()
                        .toList());
    }

    @Test
    void noReaderSeesAnObjectAfterItsDelete() throws Exception {
        BackupStore other = anotherHandleTo(store);
        store.put(KEY, text("x"));
        store.delete(KEY);
        for (BackupStore each : List.of(store, other)) {
            assertThat(each.find(KEY)).isEmpty();
            assertThat(each.list("")).isEmpty();
            assertThatThrownBy(() -> readAll(each, KEY)).isInstanceOf(DbOpsException.class);
        }
    }

    @Test
    void deletingAMissingKeyIsNoError() throws Exception {
        store.delete(KEY);
        store.put(KEY, text("x"));
        store.delete(KEY);
        store.delete(KEY);
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void aDeleteTakesThatObjectAndNoOther() throws Exception {
        List<String> kept = List.of("a/b", "a/b0", "a/bc/d", "a/c", "ab");
        for (String key : kept) {
            store.put(ObjectKey.of(key), text(key));
        }
        store.put(ObjectKey.of("a/b1"), text("x"));
        store.delete(ObjectKey.of("a/b1"));
        store.delete(ObjectKey.of("a"));
        assertThat(keys(store.list(""))).containsExactlyElementsOf(kept);
        assertThat(readText(store, ObjectKey.of("a/b"))).isEqualTo("a/b");
    }

    @Test
    void everyObjectKeyCanBeStored() throws Exception {
        List<String> odd = List.of(
                "s".repeat(255),
                "l/".repeat(499) + "ll",
                "%41/A",
                "-rf",
                "...",
                ".hidden/..x",
                "=_%",
                "CON",
                "same/Case",
                "same/case");
        for (String key : odd) {
            store.put(ObjectKey.of(key), text(key));
        }
        for (String key : odd) {
            assertThat(readText(store, ObjectKey.of(key))).isEqualTo(key);
        }
        assertThat(keys(store.list(""))).containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void ofWritersThatMeetAtAKeyExactlyOneWinsWhole() throws Exception {
        for (int round = 0; round < 5; round++) {
            ObjectKey key = ObjectKey.of("race/" + round);
            // Every writer is past the store's first look before one of them ends.
            CountDownLatch allWrite = new CountDownLatch(WRITERS);
            List<Boolean> wins = Parallel.run(WRITERS, writer -> {
                AtomicInteger asked = new AtomicInteger();
                try {
                    store.put(key, out -> {
                        asked.incrementAndGet();
                        out.write(String.valueOf(writer).repeat(500).getBytes(UTF_8));
                        allWrite.countDown();
                        Parallel.awaitBriefly(allWrite);
                        out.write(String.valueOf(writer).repeat(500).getBytes(UTF_8));
                    });
                    return true;
                } catch (DbOpsException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_EXISTS);
                    return false;
                } finally {
                    assertThat(asked.get()).isLessThanOrEqualTo(1);
                }
            });
            assertThat(wins).as("which writers of %s won", key).containsOnlyOnce(true);
            assertThat(readText(store, key))
                    .isEqualTo(String.valueOf(wins.indexOf(true)).repeat(1000));
        }
    }

    @Test
    void manyThreadsMayUseOneStore() throws Exception {
        List<Boolean> seen = Parallel.run(WRITERS, writer -> {
            for (int i = 0; i < 10; i++) {
                ObjectKey key = ObjectKey.of("thread/" + writer + "/" + i);
                store.put(key, text(key.value()));
                assertThat(readText(store, key)).isEqualTo(key.value());
                if (i % 2 == 1) {
                    store.delete(key);
                }
                assertThat(store.list("thread/" + writer + "/")).hasSize(i / 2 + 1);
            }
            return true;
        });
        assertThat(seen).hasSize(WRITERS);
        assertThat(store.list("thread/")).hasSize(WRITERS * 5);
    }
}
