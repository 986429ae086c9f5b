package io.dbops.mysql.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnumErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "enum('a','b')|utf8mb4|00000",
                "enum('0','1')|latin1|00000",
                "enum('00000','a')|utf8mb4|0000",
                "enum('0','00','000','0000','00000')|utf8mb4|\"\"",
                "enum('','b')|utf16|00",
                "enum('00','b')|utf16|0",
                "enum('0','00')|ucs2|\"\"",
                "enum('00','b')|utf32|0",
                "enum('0')|utf32|\"\"",
                "enum('it''s 00000','0000a')|utf8mb4|00000",
                "enum('a,00000','x')|utf8mb4|00000",
                "enum('00000','0000')|utf16le|00"
            })
    void asManyZerosAsNoMemberSpells(String columnType, String charset, String zeros) {
        assertThat(EnumError.text(columnType, charset)).isEqualTo(zeros);
    }

    @Test
    void digitsOfOtherScriptsAndSignsThatACollationMayIgnoreCountAsZeros() {
        assertThat(EnumError.text("enum('\uFF10\uFF10\uFF10\uFF10\uFF10')", "utf8mb4"))
                .isEqualTo("0000");
        assertThat(EnumError.text("enum('\u0660\u0660\u0660\u0660\u0660')", "utf8mb4"))
                .isEqualTo("0000");
        assertThat(EnumError.text("enum('0\u200D0-0 0\\n0')", "utf8mb4")).isEqualTo("0000");
    }

    @Test
    void aMemberIsAssignedInACharacterSetInWhichItsDigitsAreSeen() {
        assertThat(EnumError.inCharsetOf("utf8mb4", "@v")).isEqualTo("@v");
        assertThat(EnumError.inCharsetOf("ucs2", "@v")).isEqualTo("CONVERT(@v USING utf16)");
        assertThat(EnumError.inCharsetOf("utf32", "@v")).isEqualTo("CONVERT(@v USING utf32)");
    }
}
