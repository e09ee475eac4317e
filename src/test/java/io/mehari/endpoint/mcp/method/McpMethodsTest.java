package io.mehari.endpoint.mcp.method;

import static io.mehari.endpoint.mcp.offer.Views.offer;
import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer.Kind;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpMethodsTest {
    private static final McpView ALL = McpView.ALL;
    private static final McpView FILES = McpView.ofServer("files");
    private static final McpView GROUP = McpView.ofGroup("g");

    private final MethodFixture mcp = new MethodFixture(
            new GroupSettings(Map.of("g", new Group("", List.of(), List.of("files/read*"), List.of(), null))), null);
    private final FakeUpstream files = mcp.gateway.server(
            "files",
            offer(Kind.TOOLS, "read", "write")
                    .with(Kind.PROMPTS, offer(Kind.PROMPTS, "ask").prompts())
                    .with(Kind.RESOURCES, offer(Kind.RESOURCES, "memo:insights").resources())
                    .with(
                            Kind.RESOURCE_TEMPLATES,
                            offer(Kind.RESOURCE_TEMPLATES, "file:///{+path}").resourceTemplates()));

    private ToolCall called() {
        assertThat(mcp.calls).hasSize(1);
        return mcp.calls.get(0);
    }

    @Test
    void callsAToolByItsAggregatedName() {
        assertThat(mcp.run(ALL, "tools/call", "{'name':'files__read','arguments':{'n':9007199254740993}}"))
                .isEqualTo(Tools.text("done"));
        assertThat(called().server()).isEqualTo("files");
        assertThat(called().tool()).isEqualTo("read");
        assertThat(Json.text(called().arguments())).isEqualTo("{\"n\":9007199254740993}");
        assertThat(called().mayBeUnlisted()).isFalse();
    }

    @Test
    void callsAToolOfAServerByItsOwnNameAlthoughUnlisted() {
        mcp.run(FILES, "tools/call", "{'name':'files__read'}");
        assertThat(called().tool()).isEqualTo("files__read");
        assertThat(called().mayBeUnlisted()).isTrue();
        assertThat(called().arguments()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'files__raed'} | did you mean files__read",
                "{'name':'read'} | There is no tool named \"read\"",
                "{'name':'nowhere__read'} | There is no tool named \"nowhere__read\"",
                "{'name':'__read'} | There is no tool",
                "{'name':7} | params.name must be a string",
                "{} | params.name is missing",
                "{'name':'files__read','arguments':[1]} | params.arguments must be an object",
                "{'name':'files__read','arguments':'x'} | params.arguments must be an object"
            })
    void saysWhatIsWrongWithACall(String params, String message) {
        McpErrorException error = mcp.refused(ALL, "tools/call", params);
        assertThat(error.code()).isEqualTo(-32602);
        assertThat(error.status()).isEqualTo(200);
        assertThat(error).hasMessageContaining(message);
        assertThat(mcp.calls).isEmpty();
    }

    @Test
    void aGroupHasItsToolsOnly() {
        mcp.run(GROUP, "tools/call", "{'name':'files__read'}");
        assertThat(called().tool()).isEqualTo("read");
        assertThat(mcp.refused(GROUP, "tools/call", "{'name':'files__write'}").code())
                .isEqualTo(-32602);
        assertThat(called()).isNotNull();
    }

    @Test
    void aToolOfAServerThatIsAwayIsLeftToThePipeline() {
        mcp.gateway.server("late").state(UpstreamState.JOINING, null);
        mcp.run(ALL, "tools/call", "{'name':'late__some__tool'}");
        assertThat(called().server()).isEqualTo("late");
        assertThat(called().tool()).isEqualTo("some__tool");
    }

    @Test
    void sendsTheTraceOnAndNothingOfThisHop() {
        mcp.run(
                ALL,
                "tools/call",
                "{'name':'files__read','_meta':{'progressToken':1,'traceparent':'00-a','com.example/x':2,"
                        + "'io.modelcontextprotocol/clientInfo':{}}}");
        assertThat(called().meta()).isEqualTo(json("{'traceparent':'00-a','com.example/x':2}"));
    }

    @Test
    void aCallWithoutMetaHasNone() {
        mcp.run(ALL, "tools/call", "{'name':'files__read','_meta':{'progressToken':1}}");
        assertThat(called().meta()).isNull();
    }

    @Test
    void resultsLoseReservedKeysOnly() {
        mcp.tools = call -> new Success(
                json("{'content':[{'type':'resource_link','uri':'memo:1'}],'x':1.10,"
                        + "'_meta':{'io.modelcontextprotocol/serverInfo':{},'a':1}}"),
                true);
        assertThat(mcp.run(ALL, "tools/call", "{'name':'files__read'}").toString())
                .isEqualTo(
                        "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"memo:1\"}],\"x\":1.10,\"_meta\":{\"a\":1}}");
    }

    @Test
    void anErrorOfTheServerStaysWhatItIs() {
        mcp.tools = call ->
                Failed.upstreamError("files", "-", json("{'code':-32042,'message':'m','data':{'elicitations':[]}}"));
        McpErrorException error = mcp.refused(ALL, "tools/call", "{'name':'files__read'}");
        assertThat(error.code()).isEqualTo(-32042);
        assertThat(error).hasMessage("m");
        assertThat(error.data()).isEqualTo(json("{'elicitations':[]}"));
    }

    @Test
    void aServerThatIsDownIsAnErrorResult() {
        mcp.tools = call -> Failed.down("files", "is down", Duration.ofSeconds(3));
        assertThat(mcp.run(ALL, "tools/call", "{'name':'files__read'}").at("/_meta/io.mehari~1error"))
                .isEqualTo(json("{'message':'is down','code':'unavailable','upstream':'files','retry_after':3,"
                        + "'request_id':'r1'}"));
    }

    @Test
    void tooManyCallsAreAnHttpStatus() {
        mcp.tools = call -> new Rejected(Outcome.RATE_LIMITED, "slow down", Optional.of(Duration.ofSeconds(5)));
        McpErrorException error = mcp.refused(ALL, "tools/call", "{'name':'files__read'}");
        assertThat(error.status()).isEqualTo(429);
        assertThat(error.headers()).containsEntry("retry-after", "5");
    }

    @Test
    void readsAResourceWhereItIsListedOrFitsATemplate() {
        for (String uri : List.of("memo:insights", "file:///a/b.txt")) {
            CompletableFuture<?> read = mcp.begin(ALL, "resources/read", "{'uri':'" + uri + "','vendor':1}");
            assertThat(files.last().method).isEqualTo("resources/read");
            assertThat(files.last().params).isEqualTo(json("{'uri':'" + uri + "','vendor':1}"));
            files.last().result().complete(json("{'contents':[{'uri':'" + uri + "'}]}"));
            assertThat(read.join()).isEqualTo(json("{'contents':[{'uri':'" + uri + "'}]}"));
        }
    }

    @Test
    void anUnknownResourceIsToldByItsUri() {
        McpErrorException error = mcp.refused(ALL, "resources/read", "{'uri':'nope:1'}");
        assertThat(error.code()).isEqualTo(-32002);
        assertThat(error.data()).isEqualTo(json("{'uri':'nope:1'}"));
        assertThat(files.calls).isEmpty();
    }

    @Test
    void atThePathOfAServerItIsAsked() {
        CompletableFuture<?> read = mcp.begin(FILES, "resources/read", "{'uri':'nope:1'}");
        files.last().fail(Failed.upstreamError("files", "-", json("{'code':-32002,'message':'none'}")));
        assertThat(MethodFixture.error(read).data()).isEqualTo(json("{'uri':'nope:1'}"));
        assertThat(MethodFixture.error(read)).hasMessage("none");
    }

    @Test
    void resourcesOfServersInAGroupCanBeReadThroughIt() {
        mcp.gateway.server("other", offer(Kind.RESOURCES, "other:1"));
        mcp.begin(GROUP, "resources/read", "{'uri':'memo:insights'}");
        assertThat(files.last().method).isEqualTo("resources/read");
        assertThat(mcp.refused(GROUP, "resources/read", "{'uri':'other:1'}").code())
                .isEqualTo(-32002);
    }

    @Test
    void getsAPromptUnderItsOwnName() {
        CompletableFuture<?> got = mcp.begin(
                ALL, "prompts/get", "{'name':'files__ask','arguments':{'a':'b'},'_meta':{'progressToken':1}}");
        assertThat(files.last().params).isEqualTo(json("{'name':'ask','arguments':{'a':'b'}}"));
        files.last().result().complete(json("{'messages':[]}"));
        assertThat(got.join()).isEqualTo(json("{'messages':[]}"));
        assertThat(mcp.refused(ALL, "prompts/get", "{'name':'files__aks'}"))
                .hasMessageContaining("files__ask")
                .satisfies(
                        error -> assertThat(((McpErrorException) error).code()).isEqualTo(-32602));
        assertThat(mcp.refused(ALL, "prompts/get", "{'name':'files__ask','arguments':7}")
                        .code())
                .isEqualTo(-32602);
    }

    @Test
    void completesByReversedNamesAndOwners() {
        files.declares(json("{'completions':{},'prompts':{}}"), null);
        mcp.begin(
                ALL,
                "completion/complete",
                "{'ref':{'type':'ref/prompt','name':'files__ask','title':'t'},'argument':{'name':'a','value':'v'}}");
        assertThat(files.last().params)
                .isEqualTo(json(
                        "{'ref':{'type':'ref/prompt','name':'ask','title':'t'},'argument':{'name':'a','value':'v'}}"));
        mcp.begin(ALL, "completion/complete", "{'ref':{'type':'ref/resource','uri':'file:///{+path}'},'argument':{}}");
        assertThat(files.last().params.at("/ref/uri").asText()).isEqualTo("file:///{+path}");
    }

    @Test
    void aServerThatDoesNotCompleteHasNoValuesAmongOthers() {
        files.declares(json("{'prompts':{}}"), null);
        assertThat(mcp.run(ALL, "completion/complete", "{'ref':{'type':'ref/prompt','name':'files__ask'}}"))
                .isEqualTo(json("{'completion':{'total':0,'hasMore':false,'values':[]}}"));
        mcp.begin(FILES, "completion/complete", "{'ref':{'type':'ref/prompt','name':'ask'}}");
        assertThat(files.last().method).as("alone it says so itself").isEqualTo("completion/complete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | params.ref.type is missing",
                "{'ref':7} | params.ref.type is missing",
                "{'ref':{'type':'ref/nothing'}} | must be ref/prompt or ref/resource",
                "{'ref':{'type':'ref/prompt'}} | params.ref.name is missing",
                "{'ref':{'type':'ref/prompt','name':'x'}} | There is no prompt",
                "{'ref':{'type':'ref/resource','uri':'x:y'}} | There is no resource template"
            })
    void saysWhatIsWrongWithACompletion(String params, String message) {
        McpErrorException error = mcp.refused(ALL, "completion/complete", params);
        assertThat(error.code()).isEqualTo(-32602);
        assertThat(error).hasMessageContaining(message);
    }

    @Test
    void whatIsNoMethodIsNotFound() {
        assertThat(mcp.refused(ALL, "tasks/list", "{}").code()).isEqualTo(-32601);
    }

    @Test
    void findsTheToolThatAViewLists() {
        assertThat(mcp.methods.tool(ALL, "files__read"))
                .map(tool -> tool.name())
                .contains("read");
        assertThat(mcp.methods.tool(FILES, "read")).map(tool -> tool.server()).contains("files");
        assertThat(mcp.methods.tool(GROUP, "files__write")).isEmpty();
    }
}
