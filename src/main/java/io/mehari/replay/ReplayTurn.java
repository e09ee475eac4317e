package io.mehari.replay;

import io.mehari.instance.Instances;
import io.mehari.instance.SingletonLock;
import io.mehari.text.Sha256;
import java.util.function.BooleanSupplier;

/**
 * Whether this gateway replays letters by itself, where several have one database: one of them at a time. That a letter is replayed
 * once is kept by its claim in the database; this keeps the gateways from asking and refusing each other all the time.
 */
@FunctionalInterface
interface ReplayTurn extends BooleanSupplier {
    /** Nobody else has the letters, or nobody is known. */
    ReplayTurn ALWAYS = () -> true;

    /**
     * Competes for the letters of a database.
     *
     * @param instances null where gateways do not know each other
     * @param database its address, the same for all that have it
     */
    static ReplayTurn of(Instances instances, String database) {
        if (instances == null) {
            return ALWAYS;
        }
        SingletonLock lock =
                instances.lock("dead-letter-replay-" + Sha256.hexOf(database).substring(0, 8));
        return lock::isHeld;
    }
}
