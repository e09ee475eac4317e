package io.mehari.tools;

import io.mehari.component.generation.GenerationEndpoint;
import io.mehari.exchange.ExchangeState;
import io.mehari.monitoring.StepWatch;
import io.mehari.monitoring.WatchedStep;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.netty.http.NettyHttpEndpoint;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.WrapAwareProcessor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands around the steps of every route: where a step of a tool's run has ended on a thread that must not block, an event
 * loop or a reader of a server, what follows goes on on the threads of tools, as the run began. Costs one look at the
 * exchange where there is no such run. Tells the watch over threads which step begins and ends. {@code threads} has
 * threads of its own and keeps them; what is called by {@code direct:} has steps of its own, which are stood around.
 */
final class ToolSteps implements InterceptStrategy {
    private final StepWatch watch;

    /**
     * For every context of the gateway.
     *
     * @param watch told which step each thread is in
     */
    ToolSteps(StepWatch watch) {
        this.watch = watch;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return definition instanceof ThreadsDefinition || isDirect(definition)
                ? target
                : new Step(AsyncProcessorConverterHelper.convert(target), new WatchedStep(definition), watch);
    }

    private static boolean isDirect(NamedNode definition) {
        return definition instanceof ToDefinition to
                && to.getEndpointUri() != null
                && to.getEndpointUri().startsWith("direct:");
    }

    /** What enters the gateway or its pipeline is no run: those come from endpoints of tools, resources, prompts. */
    private static boolean cameIn(Endpoint from) {
        return from instanceof GenerationEndpoint || from instanceof NettyHttpEndpoint;
    }

    /** Says itself what it stands around: Camel would put a wrapper of its own around it otherwise. */
    private static final class Step extends DelegateAsyncProcessor implements WrapAwareProcessor {
        private final AsyncProcessor target;
        private final WatchedStep step;
        private final StepWatch watch;

        Step(AsyncProcessor target, WatchedStep step, StepWatch watch) {
            super(target);
            this.target = target;
            this.step = step;
            this.watch = watch;
        }

        @Override
        public Processor getWrapped() {
            return target;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            StepWatch.Note note = watch.note();
            WatchedStep around = note.enter(step);
            try {
                return run(exchange, callback);
            } finally {
                note.leave(around);
            }
        }

        private boolean run(Exchange exchange, AsyncCallback callback) {
            if (cameIn(exchange.getFromEndpoint())
                    || !(exchange.getProperty(ExchangeState.RUN) instanceof CamelToolRun run)) {
                return target.process(exchange, callback);
            }
            if (run.refuse(exchange)) {
                callback.done(true);
                return true;
            }
            return target.process(exchange, doneSync -> run.goOn(exchange, callback, doneSync));
        }
    }
}
