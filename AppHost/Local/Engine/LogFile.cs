namespace Huset.AppHost.Local;

/// <summary>A log that never grows past twice its limit: the full file becomes the one old file.</summary>
internal sealed class LogFile(string path, long limit = 5_000_000)
{
    private readonly Lock writing = new();
    private StreamWriter? writer;

    public void Write(string line)
    {
        lock (writing)
        {
            if (writer is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                writer = new StreamWriter(path, append: true) { AutoFlush = true };
            }

            writer.WriteLine(line);
            if (writer.BaseStream.Position > limit)
            {
                writer.Dispose();
                writer = null;
                File.Move(path, path + ".1", overwrite: true);
            }
        }
    }
}
