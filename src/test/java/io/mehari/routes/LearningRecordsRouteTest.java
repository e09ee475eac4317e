package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** What is in the journal is collected until there are enough records, or time has passed, and then stored as one list. */
@TestPropertySource(properties = "route=maintenance/learning-records.camel.yaml")
class LearningRecordsRouteTest extends RouteFixture {
    private static final String ID = "learning-records";
    private static final String RECEIVE = "direct:receive";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BlockingQueue<List<?>> stored = new LinkedBlockingQueue<>();

    @DynamicPropertySource
    static void switchOn(DynamicPropertyRegistry settings) {
        settings.add("mehari.learning.enabled", () -> "true");
        settings.add("mehari.learning.batch", () -> "4");
        settings.add("mehari.learning.period", () -> "300ms");
    }

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("learningJournal");
        standInBean("learningStore");
        enterAt(ID, RECEIVE);
        batch().setAggregationRepository("#yours");
        context.getRegistry().bind("yours", new MemoryAggregationRepository());
    }

    @BeforeEach
    void collect() {
        during("learningStore", exchange -> stored.add(exchange.getMessage().getBody(List.class)));
    }

    @Test
    @ChangesBehaviour("mehari.learning.batch")
    void storesAsSoonAsThereAreEnough() throws InterruptedException {
        receive(1, 2, 3);
        receive(4, 5);
        assertThat(stored.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(List.of(1, 2, 3, 4, 5));
        assertThat(trace().subList(0, 2)).containsExactly("learningJournal", "learningJournal");
    }

    @Test
    @ChangesBehaviour("mehari.learning.period")
    void storesFewerWhenTimeHasPassed() throws InterruptedException {
        receive(7);
        assertThat(stored.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(List.of(7));
    }

    @Test
    void takesItsListsFromABoundedQueue() {
        assertThat(context.getRouteDefinition(ID).getPrecondition()).isEqualTo("{{mehari.learning.enabled:false}}");
        assertThat(entryOf(ID, SedaEndpoint.class, Map.of()).getSize()).isEqualTo(4);
    }

    @Test
    void theNoteNamesTheLineByWhichBatchesAreKeptElsewhere() {
        assertThat(context.getRouteDefinition(ID).getNote()).contains("aggregationRepository: '#yours'");
        MemoryAggregationRepository yours =
                context.getRegistry().lookupByNameAndType("yours", MemoryAggregationRepository.class);
        receive(1);
        Awaitility.await().atMost(LIMIT).until(() -> !stored.isEmpty());
        Awaitility.await().atMost(LIMIT).until(() -> yours.getKeys().isEmpty());
    }

    private AggregateDefinition batch() {
        return ProcessorDefinitionHelper.filterTypeInOutputs(
                        context.getRouteDefinition(ID).getOutputs(), AggregateDefinition.class)
                .iterator()
                .next();
    }

    private void receive(int... records) {
        send(
                RECEIVE,
                exchange -> exchange.getMessage()
                        .setBody(new ArrayList<>(IntStream.of(records).boxed().toList())));
    }
}
