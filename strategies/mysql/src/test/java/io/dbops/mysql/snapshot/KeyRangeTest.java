package io.dbops.mysql.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRangeTest {

    private static final List<KeyColumn> ID = List.of(key("id", "bigint", ""));
    private static final List<KeyColumn> THREE =
            List.of(key("a`b", "int", ""), key("w", "varchar", "latin1"), key("t", "datetime", ""));

    private static KeyColumn key(String name, String type, String charset) {
        return new KeyColumn(new Column(name, type, charset, false, false));
    }

    @Test
    void aRangeBeginsWithItsFirstBoundaryAndEndsBeforeItsSecond() {
        assertThat(KeyRange.parse("[-5,10)").condition(ID)).isEqualTo("`id` >= -5 AND `id` < 10");
        assertThat(KeyRange.parse("[,10)").condition(ID)).isEqualTo("`id` < 10");
        assertThat(KeyRange.parse("[10,)").condition(ID)).isEqualTo("`id` >= 10");
        assertThat(KeyRange.parse("").condition(ID)).isEmpty();
    }

    @Test
    void aCompositeBoundaryIsExpandedToAlternatives() {
        String first = "`a``b` > 1 OR `a``b` = 1 AND `w` > _latin1 X'E9'";
        String last = " OR `a``b` = 1 AND `w` = _latin1 X'E9' AND `t` >= '2020-01-01 00:00:00.000001'";
        assertThat(KeyRange.parse("[1|xE9|t2020-01-01 00:00:00.000001,2|x)").condition(THREE))
                .isEqualTo("(" + first + last + ") AND (`a``b` < 2 OR `a``b` = 2 AND `w` < _latin1 X'')");
    }

    @Test
    void rangesBetweenBoundariesLeaveNothingOut() {
        List<KeyRange> ranges = KeyRange.between(List.of(List.of("1"), List.of("5")));
        assertThat(ranges).extracting(KeyRange::toText).containsExactly("[,1)", "[1,5)", "[5,)");
        assertThat(KeyRange.between(List.of())).extracting(KeyRange::toText).containsExactly("");
        for (KeyRange range : ranges) {
            assertThat(KeyRange.parse(range.toText())).isEqualTo(range);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1 OR 1=1,)", "[x00,)", "[,1|2)", "[1;,)", "[t1,)", "[-,)", "[123456789012345678901,)"})
    void whatIsNoValueOfTheKeyNeverBecomesSql(String text) {
        assertThatThrownBy(() -> KeyRange.parse(text).condition(ID)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2", "[1,2", "[12)", "(1,2]"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> KeyRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t' OR '1", "t\\", "x5C27", "2020"})
    void aPlainValueHoldsNothingThatCouldEndItsLiteral(String value) {
        assertThatThrownBy(() -> key("t", "datetime", "").literal(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
