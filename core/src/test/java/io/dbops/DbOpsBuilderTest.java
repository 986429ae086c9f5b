package io.dbops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupKeys;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.MigrationLocation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DbOpsBuilderTest {

    private final AtomicInteger borrowed = new AtomicInteger();

    @Test
    void all_faults_of_the_combination_are_reported_together() {
        assertThatThrownBy(() -> DbOps.builder()
                        .user("me")
                        .backupsTo(Path.of("backups"))
                        .backupsTo(store())
                        .build())
                .isInstanceOfSatisfying(DbOpsException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
                    assertThat(e.getMessage())
                            .contains("4 faults", "no database", "belong to url", "two places", "needs backupKeys");
                });
    }

    @Test
    void building_opens_nothing() {
        DbOps.builder()
                .dataSource(dataSource())
                .migrationsFrom("classpath:db/migration")
                .build()
                .close();
        assertThat(borrowed).hasValue(0);
    }

    @Test
    void a_single_valued_option_is_set_once() {
        DbOpsBuilder builder = DbOps.builder().historyTable("one");
        assertThatThrownBy(() -> builder.historyTable("two"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("historyTable");
    }

    @Test
    void a_derived_builder_may_override_and_leaves_the_first_one_alone() {
        DbOps first = DbOps.builder()
                .dataSource(dataSource())
                .historyTable("one")
                .migrationsFrom("classpath:a")
                .build();
        DbOpsBuilder derived = first.toBuilder().historyTable("two").migrationsFrom("classpath:b");
        assertThat(derived.migrationSettings().historyTable()).isEqualTo("two");
        assertThat(derived.migrationSettings().locations())
                .extracting(MigrationLocation::toString)
                .containsExactly("classpath:a", "classpath:b");
        assertThat(first.toBuilder().migrationSettings().historyTable()).isEqualTo("one");
        assertThatThrownBy(() -> derived.historyTable("three")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_used_builder_cannot_change_what_it_built() {
        DbOpsBuilder builder = DbOps.builder().dataSource(dataSource()).migrationsFrom("classpath:a");
        DbOps built = builder.build();
        builder.migrationsFrom("classpath:b");
        assertThat(built.toBuilder().migrationSettings().locations())
                .extracting(MigrationLocation::toString)
                .containsExactly("classpath:a");
    }

    @Test
    void bad_values_are_refused_at_once_and_shown() {
        DbOpsBuilder builder = DbOps.builder();
        assertThatThrownBy(() -> builder.migrationsFrom("db/migration")).hasMessageContaining("'db/migration'");
        assertThatThrownBy(() -> builder.historyTable("drop table;")).hasMessageContaining("'drop table;'");
        assertThatThrownBy(() -> builder.url("postgresql://x")).hasMessageContaining("jdbc:");
    }

    @Test
    void a_missing_engine_names_the_artifact_to_add() {
        DbOps db = DbOps.builder()
                .dataSource(dataSource())
                .migrationsFrom("classpath:a")
                .backupsTo(Path.of("backups"))
                .backupKeys(() -> BackupKeys.builder().build())
                .build();
        assertThatThrownBy(db::migrations)
                .hasMessageContaining("dbops-migration")
                .isInstanceOf(DbOpsException.class);
        assertThatThrownBy(db::backups).hasMessageContaining("dbops-backup").isInstanceOf(DbOpsException.class);
    }

    @Test
    void a_password_is_in_no_message_of_a_failed_connection() {
        DbOps db = DbOps.builder()
                .url("jdbc:nosuch://me:hunter2@localhost/x?password=hunter2")
                .password("hunter2")
                .migrationsFrom("classpath:a")
                .build();
        assertThatThrownBy(db::check).isInstanceOf(DbOpsException.class).satisfies(e -> assertThat(e.getMessage())
                .doesNotContain("hunter2"));
    }

    @Test
    void an_engine_registered_with_the_builder_is_made_without_touching_the_database() {
        AtomicInteger made = new AtomicInteger();
        DbOps db = DbOps.builder()
                .dataSource(dataSource())
                .migrationsFrom("classpath:a")
                .migrationEngine((context, settings) -> {
                    made.incrementAndGet();
                    assertThat(settings.historyTable()).isEqualTo("dbops_history");
                    return proxy(io.dbops.migration.Migrations.class);
                })
                .build();
        assertThat(db.migrations()).isSameAs(db.migrations());
        assertThat(made).hasValue(1);
        assertThat(borrowed).hasValue(0);
        assertThatCode(db::close).doesNotThrowAnyException();
    }

    @Test
    void a_driver_that_is_missing_is_a_matter_of_configuration_and_not_of_trying_again() {
        DbOps db = DbOps.builder()
                .url("jdbc:nosuch://localhost/x")
                .migrationsFrom("classpath:a")
                .build();
        assertThatThrownBy(db::check).isInstanceOfSatisfying(DbOpsException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
            assertThat(e.retryable()).isFalse();
            assertThat(e).hasMessageContaining("jdbc:nosuch://localhost/x").hasMessageContaining("driver");
        });
    }

    @Test
    void a_data_source_that_throws_anything_is_reported_as_ours() {
        DataSource broken = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new IllegalArgumentException("hunter2");
                });
        DbOps db =
                DbOps.builder().dataSource(broken).migrationsFrom("classpath:a").build();
        assertThatThrownBy(db::check)
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("IllegalArgumentException")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_derived_builder_replaces_the_inherited_alternative() {
        DbOps byUrl = DbOps.builder()
                .url("jdbc:h2:mem:")
                .user("sa")
                .password("")
                .backupsTo(Path.of("backups"))
                .backupKeys(() -> BackupKeys.builder().build())
                .build();
        DbOps bySource =
                byUrl.toBuilder().dataSource(dataSource()).backupsTo(store()).build();
        bySource.toBuilder().url("jdbc:h2:mem:").backupsTo(Path.of("b")).build();
        assertThatThrownBy(() -> byUrl.toBuilder()
                        .dataSource(dataSource())
                        .url("jdbc:h2:mem:")
                        .build())
                .hasMessageContaining("two databases");
    }

    @Test
    void values_that_are_missing_are_refused_with_the_name_of_the_option() {
        DbOpsBuilder builder = DbOps.builder();
        assertThatThrownBy(() -> builder.url(null)).hasMessageContaining("url");
        assertThatThrownBy(() -> builder.password(null)).hasMessageContaining("password");
        assertThatThrownBy(() -> builder.historyTable(null)).hasMessageContaining("historyTable");
        assertThatThrownBy(() -> builder.migrationsFrom((String) null)).hasMessageContaining("location");
        assertThatThrownBy(() -> builder.migrationsFrom((Path) null)).hasMessageContaining("directory");
        assertThatThrownBy(builder::migrationsFrom).hasMessageContaining("no migration");
        builder.migrationsFrom("classpath:a");
        assertThatThrownBy(() -> builder.migrationsFrom("classpath:a")).hasMessageContaining("already given");
    }

    private DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    borrowed.incrementAndGet();
                    throw new java.sql.SQLException("no connection in this test");
                });
    }

    private io.dbops.spi.BackupStore store() {
        return proxy(io.dbops.spi.BackupStore.class);
    }

    private <T> T proxy(Class<T> type) {
        return type.cast(Objects.requireNonNull(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("not called: " + method);
                })));
    }
}
