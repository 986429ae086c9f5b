package io.dbops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What the store in memory offers beside the contract, which has tests of its own. */
final class InMemoryStoreTest {

    private static final ObjectKey KEY = ObjectKey.of("objects/a");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final InMemoryStore store = new InMemoryStore(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void objectsAreStampedByTheGivenClock() throws IOException {
        assertThat(store.put(KEY, out -> out.write(1))).isEqualTo(new ObjectInfo(KEY, 1, NOON));
    }

    @Test
    void anObjectCanBeTamperedWith() throws IOException {
        store.put(KEY, out -> out.write("whole".getBytes(UTF_8)));
        store.tamper(KEY, bytes -> new byte[] {bytes[0]});
        assertThat(store.get(KEY).readAllBytes()).isEqualTo("w".getBytes(UTF_8));
        assertThat(store.find(KEY)).contains(new ObjectInfo(KEY, 1, NOON));
    }

    @Test
    void whatIsMissingCannotBeTamperedWith() {
        assertThatThrownBy(() -> store.tamper(KEY, bytes -> bytes))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("objects/a");
    }
}
