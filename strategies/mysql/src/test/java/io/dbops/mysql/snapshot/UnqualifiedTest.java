package io.dbops.mysql.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnqualifiedTest {

    @Test
    void theDatabaseIsRemovedBeforeNames() {
        assertThat(Unqualified.of("DEFAULT nextval(`shop`.`numbers`), `shop2`.`x`, `shop`", "shop"))
                .isEqualTo("DEFAULT nextval(`numbers`), `shop2`.`x`, `shop`");
        assertThat(Unqualified.of("`a``b`.`t`", "a`b")).isEqualTo("`t`");
        assertThat(Unqualified.of("`x`.`shop`.`t`", "shop")).isEqualTo("`x`.`shop`.`t`");
    }

    @Test
    void textsAndQuotedNamesStayAsTheyAre() {
        String sql = "`c` COMMENT 'see `shop`.`t` or ''`shop`.`u`'' \\'`shop`.`v`', \"`shop`.`w`\", `x``shop`.`y`";
        assertThat(Unqualified.of(sql, "shop")).isEqualTo(sql);
    }
}
