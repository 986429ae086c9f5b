package io.dbops.verification.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code docs/contracts.md}: one table below each heading that names a type.
 *
 * @param rows in their order
 */
record ContractTable(List<Row> rows) {

    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    /**
     * One sentence.
     *
     * @param type whose sentence it is, such as {@code sql.SessionLock}
     * @param sentence as plain text
     * @param asked the second column as it stands
     * @param tests those that the second column names
     * @param broken what the third column names
     */
    record Row(String type, String sentence, String asked, List<String> tests, List<String> broken) {}

    static ContractTable read(Path page) throws IOException {
        List<Row> rows = new ArrayList<>();
        String type = "";
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("### ")) {
                type = line.substring(4);
            } else if (line.startsWith("| ") && !line.startsWith("| sentence ")) {
                rows.add(row(type, line));
            }
        }
        return new ContractTable(rows);
    }

    private static Row row(String type, String line) {
        String[] cells = line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1);
        if (cells.length != 3) {
            throw new IllegalArgumentException("not three columns: " + line);
        }
        String sentence = cells[0].strip().replaceAll("\\\\([|*_$<])", "$1");
        return new Row(type, sentence, cells[1].strip(), codes(cells[1]), codes(cells[2]));
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }

    Set<String> types() {
        Set<String> types = new TreeSet<>();
        rows.forEach(row -> types.add(row.type()));
        return types;
    }

    List<String> sentencesOf(String type) {
        return rows.stream()
                .filter(row -> row.type().equals(type))
                .map(Row::sentence)
                .toList();
    }
}
