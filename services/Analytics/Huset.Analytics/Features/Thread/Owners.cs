using System.Collections.Concurrent;
using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.Thread;

/// <summary>
/// Asks the services what their things are called, with the reader's own token, so that each of them judges what the reader may know of. Who
/// has not answered once is not waited for again.
/// </summary>
public sealed class Owners(Neighbours neighbours, OwnTexts own, string? bearer)
{
    // Longer than for the house, which many look at: who follows a thread would rather wait than miss a part of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, bool> silent = new();

    /// <summary>The services that did not answer.</summary>
    public IReadOnlyList<string> Silent => [.. silent.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Texts of those things that the reader may know of, up to the limit, in the order asked; and how many there are in all.</summary>
    public async Task<(IReadOnlyList<ThreadText> Texts, int Seen)> Ask(string type, IReadOnlyList<string> ids, int limit, CancellationToken ct)
    {
        var (texts, seen, service) = (new List<ThreadText>(), 0, Kinds.Find(type)!.Service);
        foreach (var part in ids.Chunk(ThreadTextsApi.Most))
        {
            if (silent.ContainsKey(service)) break;
            var most = Math.Min(limit - texts.Count, ThreadTextsApi.Most);
            var path = $"/thread-texts?type={type}&ids={Uri.EscapeDataString(string.Join(',', part))}&limit={most}";
            if ((service == OwnTexts.Service ? await own.Ask(type, part, most, ct) : await neighbours.Get<ThreadAnswer>(service, path, bearer, ct, Patience)) is not { } answer)
            {
                silent[service] = true;
                break;
            }
            texts.AddRange(answer.Texts);
            seen += answer.Seen;
        }
        return (texts, seen);
    }
}
