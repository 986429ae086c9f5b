package io.dbops.migration.script;

/** {@code BEGIN ATOMIC ... END} of the SQL standard, as PostgreSQL has it: no blocks inside, but CASE expressions. */
final class AtomicBody implements ProgramBody {

    private String before = "";
    private boolean entered;
    private int depth;

    @Override
    public boolean holds() {
        return depth > 0;
    }

    @Override
    public String open() {
        return depth > 0 ? "body BEGIN ATOMIC" : "";
    }

    @Override
    public void word(String word) {
        boolean name = before.equals("AS");
        if (!entered) {
            if (word.equals("ATOMIC") && before.equals("BEGIN")) {
                entered = true;
                depth = 1;
            }
        } else if (depth > 0 && !name) {
            if (word.equals("CASE")) {
                depth++;
            } else if (word.equals("END")) {
                depth--;
            }
        }
        before = word;
    }

    @Override
    public void symbol(char c) {
        before = "";
    }
}
