package io.dbops.testkit.tck;

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
import io.dbops.spi.ObjectKey;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link BackupStore}, sentence by sentence. A store's tests extend this class and give an empty store for
 * each test.
 */
public abstract class BackupStoreTck extends ListTck {

    /** For subclasses. */
    protected BackupStoreTck() {}

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
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_MISSING))
                .hasMessageContaining(KEY.value());
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
