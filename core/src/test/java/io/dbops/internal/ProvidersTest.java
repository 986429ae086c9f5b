package io.dbops.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupEngineProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProvidersTest {

    private static final BackupEngineProvider ONE = new One();
    private static final BackupEngineProvider TWO = new Two();

    @Test
    void the_one_that_claims_is_taken() {
        assertThat(providers(ONE, TWO).only("engine", "x", TWO::equals)).isSameAs(TWO);
    }

    @Test
    void two_that_claim_are_a_conflict_that_names_both() {
        assertThatThrownBy(() -> providers(ONE, TWO).only("engine", "x", each -> true))
                .isInstanceOfSatisfying(DbOpsException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_CONFLICT);
                    assertThat(e.getMessage()).contains(One.class.getName(), Two.class.getName());
                });
    }

    @Test
    void none_names_the_artifact_to_add() {
        assertThatThrownBy(() -> providers().only("engine", "dbops-backup", each -> true))
                .isInstanceOfSatisfying(DbOpsException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_MISSING);
                    assertThat(e.hint())
                            .hasValueSatisfying(hint -> assertThat(hint).contains("dbops-backup"));
                });
    }

    private static Providers<BackupEngineProvider> providers(BackupEngineProvider... registered) {
        return Providers.find(
                BackupEngineProvider.class,
                List.of(registered),
                loader -> ServiceLoader.load(BackupEngineProvider.class, loader));
    }

    private static final class One implements BackupEngineProvider {
        @Override
        public io.dbops.backup.Backups create(
                io.dbops.spi.EngineContext context, io.dbops.spi.BackupSettings settings) {
            throw new AssertionError("not called");
        }
    }

    private static final class Two implements BackupEngineProvider {
        @Override
        public io.dbops.backup.Backups create(
                io.dbops.spi.EngineContext context, io.dbops.spi.BackupSettings settings) {
            throw new AssertionError("not called");
        }
    }
}
