package io.dbops.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void nested_values_are_separated_and_named() {
        JsonWriter json = new JsonWriter();
        json.beginObject().field("a", 1).name("b").beginArray().value("x").value(true);
        json.beginObject()
                .endObject()
                .value((String) null)
                .endArray()
                .field("c", "y")
                .endObject();
        assertThat(json).hasToString("{\"a\":1,\"b\":[\"x\",true,{},null],\"c\":\"y\"}");
    }

    @Test
    void what_would_break_a_string_is_escaped() {
        String odd = "\"\\\n\r\t\u0000\u001f\u007f\u2028\ud800 \ud83d\ude00";
        assertThat(new JsonWriter().value(odd))
                .hasToString("\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f\\u2028\\ud800 \ud83d\ude00\"");
    }

    @Test
    void misuse_is_refused() {
        assertThatThrownBy(() -> new JsonWriter().beginObject().value(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginArray().name("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginArray().endObject()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().value(1).value(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginObject().toString()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginObject().name("a").endObject())
                .isInstanceOf(IllegalStateException.class);
    }
}
