package io.mehari.learning;

import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Puts lists of records one behind the other. Stateless. */
public final class MergedRecords implements AggregationStrategy {
    @Override
    @SuppressWarnings("unchecked")
    public Exchange aggregate(Exchange before, Exchange next) {
        if (before == null) {
            return next;
        }
        before.getMessage().getBody(List.class).addAll(next.getMessage().getBody(List.class));
        return before;
    }
}
