package dev.decorum;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The job of Spark is a user of the library, like any other. */
class SparkArchitectureTest {
  @Test
  void itUsesThePublicLibraryAlone() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.decorum..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.decorum.api", "dev.decorum.failure", "dev.decorum.spark"))))
        .check(new ClassFileImporter().importPackages("dev.decorum.spark"));
  }
}
