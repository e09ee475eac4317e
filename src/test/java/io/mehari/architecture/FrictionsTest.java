package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an engineer who knew Camel met when he tried the gateway with tools, stages and broken files of his own, and the
 * tests that show that it is gone. Each of these tests is there, and is one.
 */
@DisplayName("S0.7: every friction that breaks or exposes something, or costs a day, is gone")
class FrictionsTest {
    /** Name of the friction as it was met, then tests, class and method, below {@code io.mehari}. */
    private static final String GONE = """
            A tool that goes on after a call of a server blocks the threads of everybody
                acceptance.ToolRoutesIT#aStepThatBlocksAfterACallOfAServerHoldsUpNobodyElse
                tools.ToolRunTest#afterAnAsynchronousStepItGoesOnOnAThreadOfTools
            A circle of stages is accepted, and one call kills the gateway without ending the process
                routes.RouteCyclesTest#aCircleIsRefusedWithTheWayRound
                routes.RouteCyclesTest#aCircleThatIsComputedEndsAndTheNextCallsServe
                logging.FatalErrorsTest#theProcessReallyEndsWithThatCode
            A refused set of files has consumed messages
                routes.GenerationLifeTest#aRefusedSetTakesNoFile
                routes.GenerationLifeTest#aClockOfARefusedSetNeverTicks
            Child processes inherit the gateway's secrets
                upstream.InheritedVariablesTest
                upstream.stdio.StdioUpstreamIT#theProcessGetsWhatProgramsNeedAndItsOwnVariablesOnly
            Values of placeholders stand in refusals, in the log and in /health
                routes.SecretsOfRoutesTest#isHidden
                routes.SecretsOfRoutesTest#isHiddenWhereRoutesBegin
            What a component throws goes to the caller, with paths in it
                tools.CamelToolsTest#hidesEveryOtherException
                acceptance.ToolRouteFaultsIT#tellsNothingOfAFailureInsideARoute
            Arguments of a model leave as headers, and add options to addresses
                examples.ExamplesTest#doesWhatItsCommentSays
                component.aitool.AiToolTest#undeclaredNamesAndCamelsOwnNeverBecomeHeaders
            A tool that uses another tool gives a wrong result, and its error is a success
                acceptance.ToolRoutesIT#theErrorOfAnotherToolIsTheToolsOwn
                component.aitool.RouteResultTest#anAnswerThatIsNotTheBodyAnyMoreIsNotTheResult
            Images and sounds are destroyed
                acceptance.ToolRoutesIT#aPictureStaysOne
                component.aitool.RouteResultTest#bytesOfAnImageOrASoundStaySo
            Tools that are routes cannot be called from a route, nor by a clock, nor with retry and breaker
                acceptance.ToolRoutesIT#callsAnyToolThroughThePipeline
                component.generation.ToolProducerTest#aRouteThatWorksForNobodyMayCallTools
                routes.CompositeToolTest#theBreakerOfAnInnerToolStopsItsCalls
            SQL without a data source gets the gateway's own database
                routes.RouteBeansTest#hidesWhatTheGatewayAndItsFrameworksKeepForThemselves
                examples.SqlOfStrangersTest#aStepWithoutADataSourceGetsNone
            A component that is not on board is refused without saying what to do
                routes.check.RouteCheckTest#everyMistakeOfAFileIsFoundAndNoOther
            The stage that the documentation shows breaks every other tool
                routes.RoutesReadmeTest#itsStageWorksAndEveryOtherToolAsWell
            A stage that waits stops all connections, and nobody says so
                acceptance.ToolRoutesIT#aStageThatBlocksAnEventLoopIsNamed
                monitoring.StepWatchTest#namesRouteAndFile
                routes.RoutesReadmeTest#itsAuditWorksAndDelaysNothing
            The options of the gateway's components are in no catalogue
                architecture.ComponentsReferenceTest#everyComponentIsDescribedAsItIs
            Files and mistakes are passed over in silence
                routes.RouteWarningsTest#everyFileThatIsPassedOverIsNamed
                routes.RouteWarningsTest#aToolInAFolderThatHasNoToolsIsNamed
                routes.RouteWarningsTest#stepsThatLeadNowhereAreNamed
                routes.RouteWarningsTest#aPipelineWithoutItsFirewallIsNamed
                routes.BadRouteFilesTest#isRefusedNamingFileAndReason
                monitoring.diagnostics.OutputChecksTest
            Routes cannot be checked before they are put in place, and mistakes are told one by one
                cli.CheckCommandTest#problemsOfTheConfigurationAndOfRoutesAreToldInOneRun
                routes.RefusedSetTest#mistakesOfSeveralFilesStandInOneMessage
                routes.check.RouteCheckTest#shippedFilesHaveNoMistakeAndNoOddity
            What waits in queues and aggregators is lost at a change
                routes.GenerationLifeTest#whatWaitsInAQueueIsWorkedOffAfterASwapAndSaid
                routes.GenerationLifeTest#whatIsAggregatedIsPassedOnAtASwap
            Pools of connections that files define are never closed
                routes.GenerationLifeTest#beansOfRouteFilesAreClosedWithTheirGeneration
                routes.GenerationLifeTest#beansOfARefusedSetAreClosedAtOnce
            A route with a port works once, and every later change fails without saying why
                routes.GenerationLifeTest#aRouteThatHoldsAPortIsNamedAtTheFirstReload
            Sixteen runs that hang stop all tools that are routes, and nothing says so
                acceptance.ToolRoutesIT#aToolThatHangsLeavesThreadsForTheOthers
                tools.ToolThreadsTest#oneToolNeverHasAllThreads
                tools.ToolRunTest#interruptsAtTheLimitAndLeavesNoInterruptBehind
                tools.ToolRunTest#aThreadThatHangsAllTheSameIsReplacedAndShownUntilItEnds
            Limits, cache and timeouts of tools that are routes cannot be set
                acceptance.ToolRoutesIT#limitsOfOneToolStandInTheServersFile
                configuration.serversfile.ToolRoutesReaderTest
            Who calls what, and how to refuse and to answer a call, is known to readers of the source only
                routes.OwnStageTest#aStageKnowsWhoCallsWhat
                routes.OwnStageTest#aToolKnowsForWhomItWorks
                routes.OwnStageTest#aStageRefusesACallInItsOwnWords
                routes.OwnStageTest#aStageAnswersACallInPlaceOfTheTool
            What is said on a failure of one category cannot be decided
                routes.OwnStageTest#aRecoveryRouteSaysWhatIsSaidOnFailuresOfItsCategory
                routes.ThrowingToolTest#aRecoveryRouteThatIsNamedMustBeThere
            An audit misses all calls that fail
                routes.OwnStageTest#aTapInTheStageThatRecordsSeesFailuresAndRefusalsToo
            What became of calls is no JSON, and is lost where it is made to be
                pipeline.EventTapTest#simpleReadsThem
                pipeline.EventTapTest#theyAreMarshalledAsJson
            Components, drivers, classes and Java routes cannot be added
                acceptance.BringingAlongIT#jarsTakeEffectByThemselves
                routes.PluginRoutesTest#aComponentOfAJarServesAndIsReplacedWhileTheGatewayRuns
                routes.PluginRoutesTest#classesOfJarsAreBeans
                routes.PluginRoutesTest#javaRoutesOfJarsArePartOfTheGeneration
                routes.PluginRoutesTest#aMissingComponentIsNamedWithTheCommandThatFetchesIt
                download.PluginDownloadTest#writesTheComponentAndWhatItNeedsAndTheGatewayDoesNotHave
            A jar that does not fit breaks the gateway, or stays in memory
                routes.PluginRoutesTest#aJarThatDoesNotLoadIsRefusedAndTheRestServes
                library.LibrariesTest#aComponentOfAnotherVersionOfCamelIsRefusedWithBothVersions
                library.LibrariesTest#withTheLastUserLoaderCopiesAndDriversAreGone
            Settings of components are ignored without a word
                routes.PluginRoutesTest#settingsOfComponentsHold
                routes.PluginRoutesTest#settingsOfComponentsThatThereAreNotAreToldAndOthersHold
                routes.PluginRoutesTest#anOptionThatTheComponentDoesNotHaveIsRefusedWithoutItsValue
            A refused set stays on disk and ends the next start
                launch.LastGoodStartTest#soItIsWithRouteFiles
                acceptance.HistoryIT#servesFromTheLastGoodVersion
                history.change.ChangesTest#rolledBackIsWhatWasThen
            A change by request that is refused is known to nobody else
                history.change.ChangesTest#aRefusedChangeIsRecordedWithItsMessages
                history.change.ChangesTest#aRefusedChangeIsToldUntilOneIsMade
            One tool of one's own means owning all files of the shipped set
                routes.RouteOverlayTest#aFolderWithOneToolTakesTheRestFromTheJar
                routes.RouteOverlayTest#theSummaryNamesWhatDiffersOnly
                acceptance.BringingAlongIT#theFolderLiesOverTheShippedRoutes
            Route files in XML are passed over
                routes.XmlRoutesTest#itServesAndChangesLikeAnyOther
                routes.XmlRoutesTest#whatIsWrongIsRefusedByFileAndTheRestServes
            The gateway cannot be a dependency of an application
                starter.ExampleProjectIT#aToolUsesARouteOfTheApplicationWhichCallsATool
                starter.ExampleProjectIT#aBeanOfTheSameNameIsNotTheGateways
            """;

    /** A friction with the tests that show it gone. */
    record Friction(String name, List<String> tests) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Friction> gone() {
        return Stream.of(GONE.split("\n(?=\\S)")).map(block -> {
            List<String> lines = block.lines().map(String::strip).toList();
            return new Friction(lines.get(0), lines.subList(1, lines.size()));
        });
    }

    @ParameterizedTest
    @MethodSource("gone")
    void isShownToBeGoneByTestsThatAreThere(Friction friction) throws ClassNotFoundException {
        assertThat(friction.tests).isNotEmpty();
        for (String test : friction.tests) {
            String[] parts = test.split("#");
            Class<?> type = Class.forName("io.mehari." + parts[0]);
            assertThat(methods(type)).as(test).anyMatch(method -> parts.length == 1 || method.equals(parts[1]));
        }
    }

    @Test
    void noneIsTwice() {
        assertThat(gone().map(Friction::name)).doesNotHaveDuplicates().hasSizeGreaterThan(33);
    }

    private static Stream<String> methods(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .filter(FrictionsTest::isTest)
                .map(Method::getName);
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class)
                || method.isAnnotationPresent(ParameterizedTest.class)
                || method.isAnnotationPresent(RepeatedTest.class);
    }
}
