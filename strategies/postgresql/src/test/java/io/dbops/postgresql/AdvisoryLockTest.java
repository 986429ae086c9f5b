package io.dbops.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AdvisoryLockTest {

    /** Two releases of the library in one cluster must agree on the key, so its value is fixed for ever. */
    @Test
    void the_key_of_a_name_never_changes() {
        assertThat(AdvisoryLock.key("dbops_history")).isEqualTo(Long.parseUnsignedLong("23f5d6c023159055", 16));
    }

    @Test
    void halves_are_unsigned_and_together_the_key() {
        Set<Long> keys = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            long key = AdvisoryLock.key("lock " + i);
            keys.add(key);
            assertThat(AdvisoryLock.highHalf(key)).isBetween(0L, 0xFFFF_FFFFL);
            assertThat(AdvisoryLock.lowHalf(key)).isBetween(0L, 0xFFFF_FFFFL);
            assertThat(AdvisoryLock.highHalf(key) << 32 | AdvisoryLock.lowHalf(key))
                    .isEqualTo(key);
        }
        assertThat(keys).hasSize(1000);
    }
}
