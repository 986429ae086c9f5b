package io.dbops.migration.source;

/** Tells a slip of the pen from another word. */
final class Spelling {

    private Spelling() {}

    /**
     * Whether a word differs from a known one by so little that the known one is meant: one letter added, left out, replaced,
     * or two neighbours swapped; in words of six letters and more, two such slips.
     */
    static boolean isSlip(String word, String known) {
        int allowed = known.length() < 6 ? 1 : 2;
        return Math.abs(word.length() - known.length()) <= allowed && distance(word, known) <= allowed;
    }

    /** Optimal string alignment distance. */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                table[i][j] = swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
            }
        }
        return table[a.length()][b.length()];
    }
}
