package io.mongoodm.vthreads;

import io.mongoodm.Session;
import io.mongoodm.TransactionSettings;

public interface AsyncSession extends AutoCloseable {
    TransactionScope startTransaction();
    TransactionScope startTransaction(TransactionSettings settings);
    Session synchronous();
    @Override void close();
}
