package io.dbops.mysql.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {

    @Test
    void a_global_privilege_covers_every_database() {
        Grants grants = Grants.parse(List.of(
                "GRANT RELOAD, PROCESS ON *.* TO `app`@`%`",
                "GRANT BACKUP_ADMIN ON *.* TO `app`@`%` WITH GRANT OPTION"));
        assertThat(grants.global("RELOAD")).isTrue();
        assertThat(grants.global("BACKUP_ADMIN")).isTrue();
        assertThat(grants.global("SUPER")).isFalse();
        assertThat(grants.onDatabase("PROCESS", "shop")).isTrue();
    }

    @Test
    void all_privileges_on_one_database_are_not_global() {
        Grants grants = Grants.parse(List.of("GRANT ALL PRIVILEGES ON `shop`.* TO `app`@`%`"));
        assertThat(grants.onDatabase("TRIGGER", "shop")).isTrue();
        assertThat(grants.onDatabase("TRIGGER", "shop2")).isFalse();
        assertThat(grants.global("TRIGGER")).isFalse();
    }

    @Test
    void the_database_of_a_grant_is_a_pattern_in_which_a_backslash_quotes() {
        Grants grants = Grants.parse(
                List.of("GRANT SELECT ON `a\\_b`.* TO `app`@`%`", "GRANT SHOW VIEW ON `c_d%`.* TO `app`@`%`"));
        assertThat(grants.onDatabase("SELECT", "a_b")).isTrue();
        assertThat(grants.onDatabase("SELECT", "axb")).isFalse();
        assertThat(grants.onDatabase("SHOW VIEW", "cxd.z")).isTrue();
        assertThat(grants.onDatabase("SHOW VIEW", "cd")).isFalse();
    }

    @Test
    void a_grant_on_one_table_or_of_a_role_is_not_a_grant_on_the_database() {
        Grants grants = Grants.parse(List.of(
                "GRANT SELECT ON `shop`.`orders` TO `app`@`%`",
                "GRANT `reader`@`%` TO `app`@`%`", "SET DEFAULT ROLE `reader` FOR `app`@`%`"));
        assertThat(grants.onDatabase("SELECT", "shop")).isFalse();
    }

    @Test
    void a_partial_revoke_takes_a_database_out_of_a_global_grant() {
        Grants grants =
                Grants.parse(List.of("GRANT SELECT ON *.* TO `app`@`%`", "REVOKE SELECT ON `secret`.* FROM `app`@`%`"));
        assertThat(grants.onDatabase("SELECT", "shop")).isTrue();
        assertThat(grants.onDatabase("SELECT", "secret")).isFalse();
    }

    @Test
    void a_database_name_with_a_back_quote_is_read() {
        Grants grants = Grants.parse(List.of("GRANT SELECT ON `a``b`.* TO `app`@`%`"));
        assertThat(grants.onDatabase("SELECT", "a`b")).isTrue();
    }
}
