namespace Huset.AppHost.Local;

/// <summary>Lines of all parts, told apart by name and colour in the terminal, by file on disk.</summary>
internal sealed class Output(string folder, bool quiet, int width)
{
    private static readonly int[] Colours = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];
    private readonly bool colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
    private readonly Lock printing = new();
    private readonly LogFile engine = new(Path.Combine(folder, "logs", "engine.log"));
    private int next;

    /// <summary>The log of one part, with its last lines at hand for when it fails.</summary>
    public Part For(string name)
    {
        var number = Colours[next++ % Colours.Length];
        var file = new LogFile(Path.Combine(folder, "logs", name + ".log"));
        return new Part(
            line =>
            {
                file.Write(line);
                Print(name, number, line);
            },
            (line, lastWords) =>
            {
                engine.Write($"{DateTime.UtcNow:O} {name}: {line}{lastWords}");
                Print(name, number, $"[{line}]");
            });
    }

    public void Say(string line)
    {
        engine.Write($"{DateTime.UtcNow:O} {line}");
        Print("huset", 1, line);
    }

    private void Print(string name, int number, string line)
    {
        if (quiet)
        {
            return;
        }

        lock (printing)
        {
            Console.WriteLine(colour ? $"\e[{number}m{name.PadRight(width)} |\e[0m {line}" : $"{name.PadRight(width)} | {line}");
        }
    }

    internal sealed class Part(Action<string> log, Action<string, string> say)
    {
        private readonly Queue<string> last = new();

        public void Log(string line)
        {
            lock (last)
            {
                last.Enqueue(line);
                if (last.Count > 12)
                {
                    last.Dequeue();
                }
            }

            log(line);
        }

        /// <summary>What the engine says about the part; its log also gets the part's own last words.</summary>
        public void Say(string line)
        {
            lock (last)
            {
                var words = string.Concat(last.Select(word => $"\n    {word}"));
                last.Clear();
                say(line, words);
            }
        }
    }
}
