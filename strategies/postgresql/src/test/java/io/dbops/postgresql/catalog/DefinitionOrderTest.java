package io.dbops.postgresql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefinitionOrderTest {

    @Test
    void what_is_needed_comes_first_and_else_the_kind_decides() {
        Definition view = define(1, Kind.VIEW, "v");
        Definition table = define(2, Kind.TABLE, "t", 3);
        Definition function = define(3, Kind.FUNCTION, "f");
        Definition key = define(4, Kind.KEY, "k", 2);
        Definition grouped = define(5, Kind.VIEW, "a", 4, 1);

        assertThat(sorted(view, table, function, key, grouped)).containsExactly(function, table, key, view, grouped);
    }

    @Test
    void the_order_does_not_depend_on_the_order_of_reading() {
        List<Definition> all = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            all.add(define(i, Kind.values()[i % Kind.values().length], "n" + i % 7, i / 2));
        }
        List<Definition> expected = sorted(all.toArray(new Definition[0]));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(all, new Random(seed));
            assertThat(sorted(all.toArray(new Definition[0]))).isEqualTo(expected);
        }
    }

    @Test
    void a_cycle_loses_nobody() {
        Definition one = define(1, Kind.FUNCTION, "f", 2);
        Definition two = define(2, Kind.VIEW, "v", 1);

        assertThat(sorted(two, one)).containsExactly(one, two);
    }

    @Test
    void what_a_table_needs_stands_before_the_rows_even_a_view_and_its_key() {
        Definition base = define(1, Kind.TABLE, "base");
        Definition key = define(2, Kind.KEY, "base.key", 1);
        Definition view = define(3, Kind.VIEW, "view", 2);
        Definition typed = define(4, Kind.TABLE, "typed", 3);
        Definition other = define(5, Kind.VIEW, "other", 1);
        Definition overView = define(6, Kind.FUNCTION, "f(other)", 5);
        Definition free = define(7, Kind.FUNCTION, "g()");
        DefinitionOrder order =
                new DefinitionOrder(List.of(base, key, view, typed, other, overView, free), Definition::after);

        assertThat(order.beforeData()).containsExactlyInAnyOrder(base.id(), key.id(), view.id(), typed.id(), free.id());
    }

    @Test
    void plain_names_are_what_the_catalogue_spells() {
        assertThat(QuotedName.plain("\"shop\".\"Or\"\"ders\"")).isEqualTo("shop.Or\"ders");
        assertThat(QuotedName.plain("\"$1\".\"a\\b\"(integer)")).isEqualTo("$1.a\\b(integer)");
        assertThat(QuotedName.plain("shop.orders")).isEqualTo("shop.orders");
    }

    private static List<Definition> sorted(Definition... definitions) {
        return new DefinitionOrder(List.of(definitions), Definition::after).sorted();
    }

    private static Definition define(long oid, Kind kind, String name, long... after) {
        Set<ObjectId> needed = new HashSet<>();
        for (long id : after) {
            needed.add(new ObjectId("x", id));
        }
        return new Definition(new ObjectId("x", oid), kind, name, List.of("sql " + oid), needed);
    }
}
