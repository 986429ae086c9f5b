package io.dbops.verification.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.dbops.verification.architecture.cyclic.one.First;
import io.dbops.verification.architecture.cyclic.two.Second;
import io.dbops.verification.reader.RepositoryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules about who may know whom, proven on the compiled classes of every module. */
class ArchitectureTest {
    private static final ArchRule NO_PACKAGE_CYCLES =
            slices().assignedFrom(eachPackage()).should().beFreeOfCycles();

    private static final Map<String, String> MODULE_OF_PACKAGE = new TreeMap<>();
    private static final List<String> SPLIT_PACKAGES = new ArrayList<>();
    private static JavaClasses project;

    @BeforeAll
    static void importEveryModule() {
        for (ReactorModule module : ReactorModule.all()) {
            for (String name : module.packages()) {
                String other = MODULE_OF_PACKAGE.put(name, module.name());
                if (other != null) {
                    SPLIT_PACKAGES.add(name + " is in " + other + " and in " + module.name());
                }
            }
        }
        project = new ClassFileImporter()
                .importPaths(ReactorModule.all().stream()
                        .filter(ReactorModule::hasClasses)
                        .map(ReactorModule::classes)
                        .toList());
    }

    @Test
    void theClassesOfTheModulesAreWhatIsExamined() {
        assertThat(MODULE_OF_PACKAGE.values()).contains("core", "strategies/backup");
        assertThat(project).hasSizeGreaterThan(50);
    }

    @Test
    void noPackageCycles() {
        NO_PACKAGE_CYCLES.check(project);
    }

    @Test
    void theCycleRuleRejectsADeliberateCycle() {
        JavaClasses cyclic = new ClassFileImporter().importClasses(First.class, Second.class);
        assertThatThrownBy(() -> NO_PACKAGE_CYCLES.check(cyclic))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    @Test
    void noPackageIsSplitOverModules() {
        assertThat(SPLIT_PACKAGES).isEmpty();
    }

    @Test
    void internalPackagesAreNotReachedFromOutsideTheirModule() {
        classes()
                .that(inModule(
                        "any module",
                        MODULE_OF_PACKAGE.values().stream().distinct().toArray(String[]::new)))
                .should(reachOnlyTheirOwnInternals())
                .check(project);
    }

    @Test
    void coreNeedsTheJdkTheLoggingApiAndItself() {
        classes()
                .that(inModule("core", "core"))
                .should()
                .onlyDependOnClassesThat(inModule("core", "core")
                        .or(JavaClass.Predicates.resideInAnyPackage(
                                "java..", "javax.sql..", "org.slf4j..", "org.jspecify..")))
                .check(project);
    }

    @Test
    void enginesAndDialectsDoNotKnowOneAnother() {
        List<String> siblings = ReactorModule.published().stream()
                .map(ReactorModule::name)
                .filter(name -> !name.equals("core"))
                .toList();
        for (String sibling : siblings) {
            String[] others =
                    siblings.stream().filter(name -> !name.equals(sibling)).toArray(String[]::new);
            noClasses()
                    .that(inModule(sibling, sibling))
                    .should()
                    .dependOnClassesThat(inModule("a sibling of " + sibling, others))
                    .allowEmptyShould(true)
                    .check(project);
        }
    }

    /** A proof shares no code with what it proves. */
    @Test
    void theSecondReaderOfRepositoriesKnowsNothingOfTheLibrary() {
        JavaClasses reader = new ClassFileImporter().importPackagesOf(RepositoryReader.class);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        RepositoryReader.class.getPackageName(),
                        "java..",
                        "javax.crypto..",
                        "io.airlift..",
                        "org.postgresql..",
                        "org.jspecify..")
                .check(reader);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = MODULE_OF_PACKAGE.keySet().stream()
                .filter(name -> !project.getPackage(name).isAnnotatedWith(NullMarked.class))
                .toList();
        assertThat(unmarked).isEmpty();
    }

    private static SliceAssignment eachPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return javaClass.getPackageName().startsWith("io.dbops")
                        ? SliceIdentifier.of(javaClass.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static DescribedPredicate<JavaClass> inModule(String description, String... modules) {
        return describe("in " + description, javaClass -> List.of(modules)
                .contains(MODULE_OF_PACKAGE.getOrDefault(javaClass.getPackageName(), "")));
    }

    private static ArchCondition<JavaClass> reachOnlyTheirOwnInternals() {
        return new ArchCondition<>("reach the internal packages of their own module only") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                    String target =
                            dependency.getTargetClass().getBaseComponentType().getPackageName();
                    String owner = MODULE_OF_PACKAGE.get(target);
                    boolean internal = (target + ".").contains(".internal.");
                    if (internal && owner != null && !owner.equals(MODULE_OF_PACKAGE.get(javaClass.getPackageName()))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
