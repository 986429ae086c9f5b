package io.dbops.verification.tck;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A contract as its abstract test class has it. */
final class Contract {

    private Contract() {}

    /** The names of its tests, those of its parts included. */
    static Set<String> testsOf(Class<?> contract) {
        return Stream.<Class<?>>iterate(contract, type -> !type.equals(Object.class), Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
