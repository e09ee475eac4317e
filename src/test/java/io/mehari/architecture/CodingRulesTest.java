package io.mehari.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.AndFullName.Predicates.fullNameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.mehari.MehariApplication;
import io.mehari.thread.GatewayThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** What no class of the gateway does, wherever it stands, and what no test does. */
class CodingRulesTest {
    private static final JavaClasses GATEWAY = GatewayClasses.ALL;

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.mehari");

    /** A print of a stack trace to a writer, which may be anywhere, is not meant. */
    private static final String TO_CONSOLE = ".*\\((java\\.io\\.PrintStream)?\\)";

    /** Calls and method references alike. */
    private static final DescribedPredicate<JavaAccess<?>> SLEEP = access(Thread.class, "sleep")
            .or(access(TimeUnit.class, "sleep|timedWait|timedJoin"))
            .or(access(LockSupport.class, "park.*"));

    private static final DescribedPredicate<JavaAccess<?>> CONSOLE = access(System.class, "out|err|console")
            .or(access(Throwable.class, "printStackTrace").and(target(fullNameMatching(TO_CONSOLE))));

    /** Compiled among the tests; it measures time that passes, and paces calls by it. */
    private static final DescribedPredicate<JavaClass> BENCH = resideInAPackage("io.mehari.bench..")
            .and(DescribedPredicate.not(DescribedPredicate.describe("are tests", CodingRulesTest::isTest)));

    static final ArchRule nobodySleeps = noClasses().should().accessTargetWhere(SLEEP);

    static final ArchRule noTestSleeps =
            noClasses().that(DescribedPredicate.not(BENCH)).should().accessTargetWhere(SLEEP);

    /** Even the command line does not: it prints to the writers of picocli, which tests replace. */
    static final ArchRule nothingPrintsToTheConsole = noClasses().should().accessTargetWhere(CONSOLE);

    static final ArchRule onlyTheCommandLineHasTheWritersOfTheConsole = noClasses()
            .that()
            .resideOutsideOfPackages("io.mehari", "io.mehari.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    /** A start looks for them by their names; what applications get must not be found so, or the gateway had another inside. */
    static final ArchRule partsAreFoundByTheirNames = classes()
            .that()
            .areAnnotatedWith(Configuration.class)
            .or()
            .areMetaAnnotatedWith(Component.class)
            .should()
            .haveSimpleNameEndingWith("Configuration")
            .orShould()
            .be(MehariApplication.class)
            .orShould()
            .beAnnotatedWith(AutoConfiguration.class);

    static final ArchRule autoConfigurationsAreNotParts = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .haveSimpleNameNotEndingWith("Configuration");

    static final ArchRule settingsAreFoundByTheirNames = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .haveSimpleNameEndingWith("Settings")
            .andShould()
            .beTopLevelClasses();

    /** A thread made within a step of a route keeps the classes of that route's jars. The command line and what it starts have none. */
    static final ArchRule threadsAreMadeInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("io.mehari.thread", "io.mehari.cli..", "io.mehari.bridge..", "io.mehari.demo..")
            .should()
            .callConstructorWhere(targetOwner(assignableTo(Thread.class))
                    .and(DescribedPredicate.not(targetOwner(assignableTo(GatewayThread.class)))));

    @Test
    void threadsAreMadeInOnePlace() {
        threadsAreMadeInOnePlace.check(GATEWAY);
    }

    @Test
    void partsAndSettingsAreFoundByTheirNames() {
        partsAreFoundByTheirNames.check(GATEWAY);
        autoConfigurationsAreNotParts.check(GATEWAY);
        settingsAreFoundByTheirNames.check(GATEWAY);
    }

    @Test
    void nobodySleeps() {
        nobodySleeps.check(GATEWAY);
    }

    @Test
    void noTestSleeps() {
        noTestSleeps.check(TESTS);
    }

    @Test
    void nothingPrintsToTheConsole() {
        nothingPrintsToTheConsole.check(GATEWAY);
    }

    @Test
    void onlyTheCommandLineHasTheWritersOfTheConsole() {
        onlyTheCommandLineHasTheWritersOfTheConsole.check(GATEWAY);
    }

    private static DescribedPredicate<JavaAccess<?>> access(Class<?> owner, String names) {
        return targetOwner(assignableTo(owner)).and(target(nameMatching(names)));
    }

    private static boolean isTest(JavaClass type) {
        return type.getName().matches(".*(Test|IT)(\\$.*)?");
    }
}
