using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Limits;

namespace Huset.Deviations.Features.Attachments;

/// <summary>Files that are sent, within the municipality's limits. Few are in memory at a time: the others wait on disk.</summary>
public sealed class TakeFiles(DeviationsDb db, TimeProvider clock)
{
    private const int Megabyte = 1_000_000;
    private static readonly SemaphoreSlim Places = new(4);

    /// <summary>Does the work with the files, which are let go of when it is done.</summary>
    /// <param name="sent">As the form gave them; one without name and content is a field that was left empty.</param>
    /// <param name="before">How many the case has.</param>
    /// <exception cref="InvalidFile">400: `attachment.empty`, `attachment.type-not-taken`, `attachment.damaged`, `attachment.too-large`.</exception>
    /// <exception cref="RuleViolation">409: `attachment.too-many`.</exception>
    public async Task<T> With<T>(IEnumerable<IFormFile> sent, int before, Func<IReadOnlyList<AttachedFile>, Task<T>> work, CancellationToken ct)
    {
        var chosen = sent.Where(file => file.Length > 0 || file.FileName.Length > 0).ToList();
        if (chosen.Count == 0) return await work([]);
        var (most, largest) = await Limits(ct);
        if (before + chosen.Count > most) throw new RuleViolation("attachment.too-many", $"A case has at most {most} attachments.");
        if (chosen.Exists(file => file.Length > largest * Megabyte)) throw new InvalidFile("attachment.too-large", $"An attachment is at most {largest} MB.");
        await Places.WaitAsync(ct);
        try
        {
            var files = new List<AttachedFile>();
            foreach (var file in chosen) files.Add(AttachedFile.Of(file.FileName, await Read(file, ct)));
            return await work(files);
        }
        finally
        {
            Places.Release();
        }
    }

    /// <summary>How many a case may have, and how many megabytes one may be.</summary>
    public async Task<(int Most, int Megabytes)> Limits(CancellationToken ct)
    {
        var limits = await LimitsOfDay.Read(db, SwedishTime.Today(clock), ct);
        return (limits[Measure.AttachmentsPerCase].Value, limits[Measure.AttachmentMegabytes].Value);
    }

    private static async Task<byte[]> Read(IFormFile file, CancellationToken ct)
    {
        var content = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, ct);
        return content;
    }
}
