package io.mehari.capacity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Steps with more and more callers, one after the other. Used by one thread. */
public final class CapacityRun {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final double MOST_FAILING = 0.5;

    private final List<Integer> callers;
    private final Duration warmUp;
    private final Duration length;
    private final BiConsumer<StepResult, Boolean> progress;

    /**
     * A run that has not begun.
     *
     * @param callers number of callers of each step, growing
     * @param warmUp how long the first number of callers calls before anything counts; zero for not at all
     * @param length of each step
     * @param progress given what a step has so far once a second, and at its end, with true
     */
    public CapacityRun(
            List<Integer> callers, Duration warmUp, Duration length, BiConsumer<StepResult, Boolean> progress) {
        this.callers = List.copyOf(callers);
        this.warmUp = warmUp;
        this.length = length;
        this.progress = progress;
    }

    /**
     * Makes the steps. Ends early after one of whose calls more than half fail.
     *
     * @param caller makes the calls
     * @return what each step got
     * @throws InterruptedException if the thread is interrupted
     */
    public List<StepResult> run(GatewayCaller caller) throws InterruptedException {
        return run(caller::call);
    }

    List<StepResult> run(Supplier<CompletableFuture<String>> call) throws InterruptedException {
        if (!warmUp.isZero()) {
            await(new LoadStep(callers.get(0), warmUp, call, System::nanoTime), false);
        }
        List<StepResult> results = new ArrayList<>();
        for (int number : callers) {
            LoadStep step = new LoadStep(number, length, call, System::nanoTime);
            await(step, true);
            StepResult result = step.result();
            results.add(result);
            progress.accept(result, true);
            if (result.failing() > MOST_FAILING) {
                break;
            }
        }
        return results;
    }

    private void await(LoadStep step, boolean shown) throws InterruptedException {
        CompletableFuture<Void> ended = step.run();
        while (!ended.isDone()) {
            try {
                ended.get(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (shown) {
                    progress.accept(step.result(), false);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
