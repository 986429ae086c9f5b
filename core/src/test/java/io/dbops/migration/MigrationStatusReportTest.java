package io.dbops.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.MigrationStatusReport.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MigrationStatusReportTest {

    private static Entry applied(long millis, @Nullable Long rows) {
        return new Entry(
                "7",
                "load",
                MigrationState.COMPLETED,
                Instant.parse("2026-11-27T10:00:00Z"),
                Duration.ofMillis(millis),
                rows,
                "shop",
                null);
    }

    @Test
    void aRateIsToldWhereRowsWereCounted() {
        assertThat(applied(2_000, 5_000L).rowsPerSecond()).hasValue(2_500);
        assertThat(applied(2_000, 0L).rowsPerSecond()).isEmpty();
        assertThat(applied(0, 10L).rowsPerSecond()).isEmpty();
        assertThat(applied(2_000, null).rows()).isEmpty();
    }

    @Test
    void theTableAndTheJsonShowDurationAndRate() {
        MigrationStatusReport report = new MigrationStatusReport("H2 2.5", List.of(applied(2_000, 5_000L)));
        assertThat(report.toString()).contains("COMPLETED", "7 ", "2000 ms", "2500 rows/s", "load");
        assertThat(report.toJson()).contains("\"millis\":2000,\"rows\":5000,\"rowsPerSecond\":2500");
    }
}
