package io.dbops.backup.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore.Content;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FileSystemStoreTest {

    private static final ObjectKey KEY = ObjectKey.of("objects/a/b.txt");

    @TempDir
    Path temp;

    private Path root() {
        return temp.resolve("made/on/demand");
    }

    @Test
    void what_was_put_is_confirmed_found_listed_and_read_back() throws IOException {
        FileSystemStore store = FileSystemStore.at(root());

        ObjectInfo info = store.put(KEY, text("hello"));

        assertThat(info.size()).isEqualTo(5);
        assertThat(store.find(KEY)).contains(info);
        assertThat(store.list("")).containsExactly(info);
        assertThat(read(store, KEY)).isEqualTo("hello");
        assertThat(temporaries()).isEmpty();
    }

    @Test
    void a_key_is_never_overwritten() throws IOException {
        FileSystemStore store = FileSystemStore.at(root());
        store.put(KEY, text("first"));

        assertThatThrownBy(() -> store.put(KEY, text("second")))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_EXISTS));

        assertThat(read(store, KEY)).isEqualTo("first");
        assertThat(temporaries()).isEmpty();
    }

    @Test
    void of_two_writers_that_meet_at_a_key_exactly_one_wins_whole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                ObjectKey key = ObjectKey.of("race/" + round);
                List<Callable<Boolean>> writers = new ArrayList<>();
                for (int writer = 0; writer < 8; writer++) {
                    String content = String.valueOf(writer).repeat(1000);
                    writers.add(() -> wins(key, content));
                }
                int winners = 0;
                for (Future<Boolean> each : threads.invokeAll(writers)) {
                    winners += each.get() ? 1 : 0;
                }
                assertThat(winners).as("winners of %s", key).isEqualTo(1);
                assertThat(read(FileSystemStore.at(root()), key)).matches("(.)\\1{999}");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(temporaries()).isEmpty();
    }

    private boolean wins(ObjectKey key, String content) throws IOException {
        try {
            FileSystemStore.at(root()).put(key, text(content));
            return true;
        } catch (DbOpsException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_EXISTS);
            return false;
        }
    }

    @Test
    void a_content_that_throws_leaves_no_object_and_its_own_exception_comes_out() {
        FileSystemStore store = FileSystemStore.at(root());
        IOException own = new IOException("the content's own");

        assertThatThrownBy(() -> store.put(KEY, out -> {
                    out.write(new byte[100_000]);
                    throw own;
                }))
                .isSameAs(own);

        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.list("")).isEmpty();
        assertThat(temporaries()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreStep.class,
            names = {"TEMPORARY_OPEN", "TEMPORARY_DURABLE"})
    void a_put_that_dies_before_the_link_leaves_nothing_that_is_listed(StoreStep last) throws IOException {
        FileSystemStore dying = FileSystemStore.at(root(), step -> {
            if (step == last) {
                // A copy of the temporary stands for what a killed process leaves behind.
                keepTemporary();
                throw new AssertionError("killed at " + step);
            }
        });
        assertThatThrownBy(() -> dying.put(KEY, text("never"))).hasMessageContaining("killed");

        FileSystemStore store = FileSystemStore.at(root());
        assertThat(temporaries()).isNotEmpty();
        assertThat(store.list("")).isEmpty();
        assertThat(store.find(KEY)).isEmpty();
        store.put(KEY, text("again"));
        assertThat(read(store, KEY)).isEqualTo("again");
    }

    @Test
    void the_object_is_complete_at_the_moment_its_key_appears() throws IOException {
        List<Long> sizes = new ArrayList<>();
        FileSystemStore store = FileSystemStore.at(root(), step -> {
            boolean exists = Files.exists(root().resolve(KEY.value()));
            assertThat(exists).as("key exists at %s", step).isEqualTo(step == StoreStep.LINKED);
            if (exists) {
                sizes.add(root().resolve(KEY.value()).toFile().length());
            }
        });
        store.put(KEY, text("whole"));
        assertThat(sizes).containsExactly(5L);
    }

    @Test
    void a_symbolic_link_on_the_way_is_refused() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createDirectories(root().resolve("objects"));
        Files.createSymbolicLink(root().resolve("objects/a"), outside);
        FileSystemStore store = FileSystemStore.at(root());

        assertThatThrownBy(() -> store.put(KEY, text("escaped")))
                .hasMessageContaining("symbolic link")
                .hasMessageContaining(KEY.value());
        assertThatThrownBy(() -> store.get(KEY)).hasMessageContaining("symbolic link");
        assertThat(outside).isEmptyDirectory();
        assertThat(store.list("objects/")).isEmpty();
    }

    @Test
    void a_symbolic_link_in_place_of_an_object_is_refused() throws IOException {
        Path outside = Files.writeString(temp.resolve("secret"), "secret");
        Files.createDirectories(root().resolve("objects/a"));
        Files.createSymbolicLink(root().resolve(KEY.value()), outside);
        FileSystemStore store = FileSystemStore.at(root());

        assertThatThrownBy(() -> store.get(KEY)).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> store.find(KEY)).hasMessageContaining("symbolic link");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void the_folder_of_unfinished_files_is_no_place_for_keys() {
        FileSystemStore store = FileSystemStore.at(root());
        assertThatThrownBy(() -> store.put(ObjectKey.of(".tmp/x"), text(""))).hasMessageContaining("reserved");
        assertThatThrownBy(() -> store.put(ObjectKey.of(".TMP/x"), text(""))).hasMessageContaining("reserved");
    }

    @Test
    void listing_takes_a_prefix_of_plain_characters_in_key_order() throws IOException {
        FileSystemStore store = FileSystemStore.at(root());
        for (String key : List.of("m/b", "m/a/2", "m/a/1", "m/ab", "n/a")) {
            store.put(ObjectKey.of(key), text(key));
        }
        assertThat(keys(store.list("m/a"))).containsExactly("m/a/1", "m/a/2", "m/ab");
        assertThat(keys(store.list("m/a/"))).containsExactly("m/a/1", "m/a/2");
        assertThat(keys(store.list("m"))).containsExactly("m/a/1", "m/a/2", "m/ab", "m/b");
        assertThat(store.list("absent/")).isEmpty();
    }

    @Test
    void a_missing_object_is_named() {
        assertThatThrownBy(() -> FileSystemStore.at(root()).get(KEY))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_MISSING))
                .hasMessageContaining(KEY.value());
    }

    @Test
    void a_place_that_cannot_hold_a_directory_is_refused_and_not_tried_again() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not a directory");
        for (Path place : List.of(file, file.resolve("below"))) {
            FileSystemStore store = FileSystemStore.at(place);
            refused(() -> store.put(KEY, text("x")));
            refused(() -> store.list("objects/"));
            refused(() -> store.find(KEY));
            refused(() -> store.get(KEY));
        }
        assertThat(file).hasContent("not a directory");
    }

    @Test
    void a_repository_that_cannot_be_looked_at_is_an_error_and_not_an_empty_one() throws IOException {
        Path loop = temp.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThatThrownBy(() -> FileSystemStore.at(loop).list("")).isInstanceOf(DbOpsException.class);
        assertThat(FileSystemStore.at(temp.resolve("not/made/yet")).list("")).isEmpty();
    }

    @Test
    void a_repository_that_this_user_may_not_enter_is_an_error_and_not_an_empty_one() throws IOException {
        FileSystemStore store = FileSystemStore.at(root());
        store.put(KEY, text("x"));
        Path parent = FilePut.parent(root());
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(root()), "this user may read everything, so nothing is forbidden to it");
            refused(() -> store.list(""));
            refused(() -> store.find(KEY));
        } finally {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void the_name_of_a_directory_that_another_made_is_made_durable_too() throws IOException {
        Path folder = FilePut.parent(root().resolve(KEY.value()));
        Files.createDirectories(folder);
        List<Path> synced = new ArrayList<>();
        FileSystemStore store = FileSystemStore.syncing(root(), synced::add);

        store.put(KEY, text("x"));
        for (Path each = folder; each != null; each = each.getParent()) {
            assertThat(synced).contains(each);
        }
        synced.clear();
        store.put(ObjectKey.of("objects/a/c.txt"), text("x"));
        assertThat(synced).as("once is enough").containsExactly(folder);
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DbOpsException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.STORE_REFUSED);
            assertThat(e.retryable()).isFalse();
        });
    }

    @Test
    void deleting_twice_is_no_error() throws IOException {
        FileSystemStore store = FileSystemStore.at(root());
        store.put(KEY, text("x"));
        store.delete(KEY);
        store.delete(KEY);
        assertThat(store.find(KEY)).isEmpty();
    }

    private void keepTemporary() {
        try (Stream<Path> files = Files.list(root().resolve(FileSystemStore.TEMPORARY))) {
            Path temporary = files.findFirst().orElseThrow();
            Files.copy(temporary, temporary.resolveSibling("left-over.part"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> temporaries() {
        Path folder = root().resolve(FileSystemStore.TEMPORARY);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> keys(List<ObjectInfo> objects) {
        return objects.stream().map(each -> each.key().value()).toList();
    }

    private static String read(FileSystemStore store, ObjectKey key) throws IOException {
        try (InputStream in = store.get(key)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Content text(String text) {
        return out -> out.write(text.getBytes(UTF_8));
    }
}
