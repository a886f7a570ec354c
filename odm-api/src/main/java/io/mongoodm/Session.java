package io.mongoodm;

import com.mongodb.client.ClientSession;

public interface Session extends AutoCloseable {
    void startTransaction();

    void commitTransaction();

    void abortTransaction();

    ClientSession clientSession();

    @Override
    void close();
}
