package io.dbops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class BackupOptionsTest {

    @Test
    void a_value_that_cannot_be_is_refused_where_it_is_set() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> BackupOptions.builder().parallelism(0),
                () -> BackupOptions.builder().parallelism(65),
                () -> BackupOptions.builder().chunkSize(ByteSize.ofKiB(1)),
                () -> BackupOptions.builder().lockWait(Duration.ofSeconds(-1)),
                () -> BackupOptions.builder().schemas(""),
                () -> BackupOptions.builder().schemas("a", " "),
                () -> BackupOptions.builder().schemas("a", "a"),
                () -> RestoreOptions.builder().parallelism(0))) {
            assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
        }
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> BackupOptions.builder().compression(null),
                () -> BackupOptions.builder().chunkSize(null),
                () -> BackupOptions.builder().lockWait(null),
                () -> BackupOptions.builder().schemas("a", null))) {
            assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void an_option_that_is_set_twice_is_refused_and_named() {
        assertThatThrownBy(() -> BackupOptions.builder().parallelism(1).parallelism(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parallelism(...)");
        assertThatThrownBy(() -> BackupOptions.builder().schemas("a").schemas("b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("schemas(...)");
        assertThatThrownBy(() ->
                        BackupOptions.builder().compression(Compression.GZIP).compression(Compression.GZIP))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> RestoreOptions.builder().parallelism(1).parallelism(1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void derived_options_keep_what_is_not_overridden() {
        BackupOptions options = BackupOptions.builder()
                .compression(Compression.GZIP)
                .parallelism(3)
                .chunkSize(ByteSize.ofMiB(1))
                .lockWait(Duration.ofSeconds(7))
                .schemas("a", "b")
                .build();
        BackupOptions derived = options.toBuilder().parallelism(5).build();

        assertThat(derived.parallelism()).isEqualTo(5);
        assertThat(derived.compression()).isEqualTo(Compression.GZIP);
        assertThat(derived.chunkSize()).isEqualTo(ByteSize.ofMiB(1));
        assertThat(derived.lockWait()).isEqualTo(Duration.ofSeconds(7));
        assertThat(derived.schemas()).containsExactlyInAnyOrder("a", "b");
        assertThat(options.parallelism()).isEqualTo(3);
        RestoreOptions restore = RestoreOptions.builder().parallelism(4).build();
        assertThat(restore.toBuilder().build().parallelism()).isEqualTo(4);
    }
}
