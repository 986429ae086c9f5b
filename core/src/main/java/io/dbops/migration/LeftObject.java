package io.dbops.migration;

/**
 * Something that a clean leaves where it is.
 *
 * @param what kind and name, for a person
 * @param why one sentence
 */
public record LeftObject(String what, String why) {

    @Override
    public String toString() {
        return what + ": " + why;
    }
}
