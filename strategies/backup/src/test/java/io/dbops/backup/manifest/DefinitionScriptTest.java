package io.dbops.backup.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SchemaItem.Place;
import io.dbops.value.QualifiedName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DefinitionScriptTest {

    private static final List<SchemaItem> ITEMS = List.of(
            new SchemaItem(
                    Phase.BEFORE_DATA,
                    "table",
                    "shop.a\nb",
                    "CREATE TABLE x (c int) -- comment at the end",
                    Place.of(new QualifiedName("shop", "a\nb")).needing(Set.of("shop.t", "shop.s"))),
            new SchemaItem(Phase.BEFORE_DATA, "routine", "", "BEGIN SELECT 1; SELECT '//'; END\n;\n-- dbops {}"),
            new SchemaItem(Phase.BEFORE_DATA, "view", "ä", ""));

    @Test
    void a_script_for_psql_is_as_the_format_says() throws IOException {
        assertThat(new String(write(ITEMS.subList(0, 1), false), UTF_8))
                .isEqualTo("-- dbops {\"definitions\":1,\"terminator\":\";\"}\n"
                        + "-- dbops {\"kind\":\"table\",\"name\":\"shop.a\\nb\",\"schema\":\"shop\","
                        + "\"table\":[\"shop\",\"a\\nb\"],\"needs\":[\"shop.s\",\"shop.t\"],\"bytes\":44}\n"
                        + "CREATE TABLE x (c int) -- comment at the end\n;\n");
    }

    @Test
    void a_script_for_mysql_has_a_delimiter_that_no_item_holds() throws IOException {
        assertThat(new String(write(ITEMS, true), UTF_8))
                .startsWith("-- dbops {\"definitions\":1,\"terminator\":\"//1//\"}\nDELIMITER //1//\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void items_are_read_back_by_length_whatever_they_hold(boolean delimited) throws IOException {
        assertThat(read(write(ITEMS, delimited), 3)).isEqualTo(ITEMS);
    }

    @Test
    void every_cut_and_every_other_number_of_items_is_refused() throws IOException {
        byte[] script = write(ITEMS, false);
        for (int length = 0; length < script.length; length++) {
            byte[] cut = Arrays.copyOf(script, length);
            refused(cut, 3);
        }
        refused(script, 2);
        refused(script, 4);
    }

    @Test
    void a_length_beyond_the_bound_is_refused_before_memory_is_taken() {
        refused(
                script(
                        "-- dbops {\"kind\":\"t\",\"name\":\"\",\"schema\":\"\",\"table\":[],\"needs\":[],\"bytes\":9223372036854775807}\n"),
                1);
        refused(
                script(
                        "-- dbops {\"kind\":\"t\",\"name\":\"\",\"schema\":\"\",\"table\":[],\"needs\":[],\"bytes\":-1}\n"),
                1);
        refused(script("-- dbops {\"kind\":\"" + "x".repeat(DefinitionScript.MAX_HEADER) + "\"}\n"), 1);
    }

    @Test
    void a_place_of_another_form_is_refused() throws IOException {
        String whole = new String(write(ITEMS.subList(0, 1), false), UTF_8);
        refused(whole.replace("[\"shop\",\"a\\nb\"]", "[\"shop\"]").getBytes(UTF_8), 1);
        refused(
                whole.replace("[\"shop.s\",\"shop.t\"]", "[\"shop.t\",\"shop.s\"]")
                        .getBytes(UTF_8),
                1);
        refused(
                whole.replace("[\"shop.s\",\"shop.t\"]", "[\"shop.s\",\"shop.s\"]")
                        .getBytes(UTF_8),
                1);
    }

    private static byte[] script(String items) {
        return ("-- dbops {\"definitions\":1,\"terminator\":\";\"}\n" + items).getBytes(UTF_8);
    }

    private static void refused(byte[] script, int items) {
        assertThatThrownBy(() -> read(script, items))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining("before.sql");
    }

    private static byte[] write(List<SchemaItem> items, boolean delimited) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DefinitionScript.write(items, delimited, out);
        return out.toByteArray();
    }

    private static List<SchemaItem> read(byte[] script, int count) throws IOException {
        List<SchemaItem> items = new ArrayList<>();
        DefinitionScript.read("before.sql", new ByteArrayInputStream(script), Phase.BEFORE_DATA, count, items::add);
        return items;
    }
}
