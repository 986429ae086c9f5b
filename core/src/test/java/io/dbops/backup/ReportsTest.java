package io.dbops.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.value.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReportsTest {

    private static final BackupLabel LABEL = BackupLabel.of("20261122T093000Z-F-3k9x");

    @Test
    void a_verification_is_told_as_json() {
        VerifyReport report = new VerifyReport(
                LABEL,
                VerifyLevel.FULL,
                7,
                ByteSize.ofBytes(1234),
                56,
                List.of("object \"a\" is missing"),
                Duration.ofMillis(89));
        assertThat(report.toJson())
                .isEqualTo("{\"label\":\"20261122T093000Z-F-3k9x\",\"level\":\"FULL\",\"intact\":false,\"objects\":7,"
                        + "\"readBytes\":1234,\"rows\":56,\"millis\":89,\"faults\":[\"object \\\"a\\\" is missing\"]}");
    }

    @Test
    void a_recovery_plan_is_told_as_json_with_the_free_space_where_it_is_known() {
        BackupInfo info = new BackupInfo(
                LABEL,
                BackupType.FULL,
                Optional.empty(),
                Instant.EPOCH,
                "H2 2.5",
                "",
                1,
                7,
                ByteSize.ofBytes(99),
                ByteSize.ofBytes(99),
                true);
        RecoveryPlan plan = new RecoveryPlan(
                info,
                "H2 2.6",
                3,
                56,
                ByteSize.ofBytes(1234),
                Optional.of(ByteSize.ofBytes(5000)),
                List.of("key x"),
                List.of("PUBLIC"),
                List.of());
        assertThat(plan.toJson())
                .isEqualTo(
                        "{\"label\":\"20261122T093000Z-F-3k9x\",\"database\":\"H2 2.5\",\"target\":\"H2 2.6\","
                                + "\"tables\":3,\"rows\":56,\"dataBytes\":1234,\"freeBytes\":5000,\"leftOut\":[\"key x\"],\"replaces\":[\"PUBLIC\"],\"faults\":[]}");
        assertThat(new RecoveryPlan(
                                info,
                                "H2 2.6",
                                3,
                                56,
                                ByteSize.ofBytes(1),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of("not empty"))
                        .toJson())
                .doesNotContain("freeBytes")
                .contains("\"faults\":[\"not empty\"]");
    }
}
