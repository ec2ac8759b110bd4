// Steps taken without connection, in the order of the presses, kept in this browser until they are
// sent or dropped. Each has a key that is never used again, and its author.

export interface Taken {
  order?: number; // given by the store
  id: string;
  author: string;
  authorName: string;
  visit: string;
  label: string;
  kind: string;
  needles?: number | undefined;
  minutes?: number | undefined;
  emergency?: boolean | undefined;
  confirmed?: boolean | undefined;
  pressedAt: number;
  seen: string[];
  version?: string | undefined;
  says?: string | undefined; // why it was not taken, until somebody decides
  theirs?: string | undefined;
  canKeep?: boolean | undefined;
}

const STORE = "steps";

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error("no store"));
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open("ashi-queue", 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, {
      keyPath: "order",
      autoIncrement: true,
    });
    store.createIndex("id", "id", { unique: true });
  };
  return asked(request);
}

async function within<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const base = await open();
  try {
    const done = base.transaction(STORE, mode, { durability: "strict" });
    const written = new Promise<void>((yes, no) => {
      done.oncomplete = () => yes();
      done.onabort = () => no(done.error ?? new Error("not kept"));
    });
    const [answer] = await Promise.all([asked(act(done.objectStore(STORE))), written]);
    return answer;
  } finally {
    base.close();
  }
}

export async function waiting(): Promise<Taken[]> {
  return within<Taken[]>("readonly", (store) => store.getAll());
}

export async function put(one: Taken): Promise<void> {
  await within("readwrite", (store) => store.put(one));
}

export async function remove(one: Taken): Promise<void> {
  await within("readwrite", (store) => store.delete(one.order ?? -1));
}
