"""Measures and checks Spark in local-cluster mode against one machine: `python cluster.py --sayso target/release/sayso`.

Reports are made up; with `--shared DIR` some are of the evaluation data there, which stay in a temporary folder. `--kill` kills a worker's
process, with its Python, in mid-run. Results go to standard output as JSON.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pyspark

import made

CONF = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "4",
    # An executor that was killed is another's work, not the end of the job.
    "spark.deploy.maxExecutorRetries": "10",
}


def reports(asked):
    """Reports of the evaluation data, where there are any, and made-up ones."""
    theirs = list(evaluation(Path(asked.shared), asked.of_shared)) if asked.shared else []
    yield from theirs
    for number in range(asked.documents - len(theirs)):
        yield made.report(number, asked.sentences)


def evaluation(shared, count):
    for name in ("geo/lgl.jsonl", "polnear/dev.jsonl"):
        with open(shared / name, encoding="utf-8") as lines:
            for line in lines:
                given = json.loads(line)
                if count > 0 and given["text"].strip():
                    count -= 1
                    day = (given.get("date") or "")[:10]
                    yield {"id": given["id"], "title": given.get("title"), "published": day or None, "text": given["text"]}


class Watch(threading.Thread):
    """The memory of this process's descendants, by what they are, at its highest; kills one of them when told."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.executors, self.stopped = {}, {}, threading.Event()
        #: Processor seconds of each process, by what it is.
        self.spent = {}

    def run(self):
        while not self.stopped.wait(0.25):
            now, executors = {}, {}
            for process, command, size, parents in descendants(os.getpid()):
                if "CoarseGrainedExecutorBackend" in command:
                    executors[process] = parents
                    what = "executor JVM"
                elif "pyspark.daemon" in command and "pyspark.daemon" in parents:
                    what = "Python worker"
                else:
                    continue
                now.setdefault(what, []).append(size)
                self.spent[what, process] = processor(process)
            self.executors = executors
            for what, sizes in now.items():
                self.peak[what] = max(self.peak.get(what, 0), *sizes)

    def seconds(self, what):
        return round(sum(time for (kind, _), time in self.spent.items() if kind == what), 1)

    def kill(self):
        """Kills an executor with the Python below it; which."""
        process = min(self.executors)
        below = [p for p, *_ in descendants(process)]
        for one in [process, *below]:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                pass
        return process


def processor(process):
    """Processor seconds that it has used."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def descendants(of):
    """Process, command, MB of its own (proportional set), command of its parent; for all below a process."""
    parents, commands = {}, {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
                commands[int(entry)] = Path(f"/proc/{entry}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    below, found = {of}, True
    while found:
        found = {p for p, parent in parents.items() if parent in below} - below
        below |= found
    for process in sorted(below - {of}):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        size = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        yield process, commands.get(process, ""), size, commands.get(parents[process], "")


def timed(what):
    start = time.perf_counter()
    what()
    return round(time.perf_counter() - start, 2)


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--sayso", required=True)
    ask.add_argument("--documents", type=int, default=2000)
    ask.add_argument("--shared")
    ask.add_argument("--of-shared", type=int, default=500, help="how many of the documents come from there")
    ask.add_argument("--sentences", type=int, default=12, help="of a made-up report")
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--kill", action="store_true")
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(asked, Path(folder)), indent=1))


def measure(asked, folder):
    def program(*arguments):
        done = subprocess.run([asked.sayso, *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (folder / "in").mkdir()
    all_of_them = list(reports(asked))
    for part in range(8):
        with open(folder / f"in/part-{part}.jsonl", "w", encoding="utf-8") as to:
            for report in all_of_them[part * len(all_of_them) // 8 : (part + 1) * len(all_of_them) // 8]:
                to.write(json.dumps(report, ensure_ascii=False) + "\n")
    result = {"documents": len(all_of_them), "workers": asked.workers}
    threads = ("--threads", asked.workers, "--quiet")
    one, two = folder / "one.db", folder / "two.db"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result["ingest_s"] = timed(lambda: program("ingest", folder / "in", "--ledger", one, *threads))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    result["ingest_processor_s"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = os.sys.executable
    from pyspark.sql import SparkSession

    from sayso import spark as cluster

    watch = Watch()
    watch.start()
    session = SparkSession.builder.master(f"local-cluster[{asked.workers},1,2048]")
    for name, value in CONF.items():
        session = session.config(name, value)
    result["session_s"] = timed(session.getOrCreate)
    spark = session.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    # All workers are up before the clock runs.
    spark.range(100, numPartitions=asked.workers * 4).rdd.map(lambda row: __import__("sayso").__version__).count()
    tracker = spark.sparkContext.statusTracker()

    def kill():
        # When a third of a stage that has many tasks is done.
        while not watch.stopped.wait(0.2):
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if watch.executors and info and info.numTasks >= 16 and info.numCompletedTasks >= info.numTasks // 3:
                    result["killed"] = {"process": watch.kill(), "tasks done": info.numCompletedTasks, "of": info.numTasks}
                    return

    if asked.kill:
        threading.Thread(target=kill, daemon=True).start()
    lines = cluster.jsonl(spark, str(folder / "in")).repartition(24)
    result["spark_s"] = timed(lambda: cluster.write(lines, str(folder / "out")))
    watch.stopped.set()
    result["spark_processor_s"] = {what: watch.seconds(what) for what in ("Python worker", "executor JVM")}
    result["peak_mb"] = {what: round(size) for what, size in watch.peak.items()}
    written = cluster.documents(spark, str(folder / "out"))
    result["rows"], result["failed"] = written.count(), written.where("document is null").count()
    spark.stop()

    result["import_s"] = timed(lambda: program("ledger", "import", folder / "out/documents", "--ledger", two, "--quiet"))
    for what, more in (("occurrences", []), ("statements", ["--statements"])):
        first, second = (program("query", "--ledger", path, "--format", "jsonl", *more) for path in (one, two))
        result[what] = {"one machine": first.count("\n"), "equal": first == second}
    words = sum(len(s["tokens"]) for line in parquet_lines(folder / "out/documents") for s in json.loads(line)["sentences"])
    result["words"] = words
    result["words_per_s"] = {"one machine": round(words / result["ingest_s"]), "spark": round(words / result["spark_s"])}
    # What other work on the machine does not change much.
    spent = {"one machine": result["ingest_processor_s"], "spark": sum(result["spark_processor_s"].values())}
    result["words_per_processor_s"] = {what: round(words / seconds) for what, seconds in spent.items()}
    return result


def parquet_lines(folder):
    from pyarrow import parquet

    return parquet.read_table(folder, columns=["document"])["document"].to_pylist()


if __name__ == "__main__":
    main()
