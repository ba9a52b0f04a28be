using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features;

/// <summary>The competence room of the house.</summary>
public sealed class ReadRoom(CompetenceDb db, CurrentUser user, TimeProvider clock) : IRoom
{
    private static readonly Texts T = Texts.Of<ReadRoom>();

    public async Task<RoomAnswer> Read(CancellationToken ct)
    {
        if (!user.May(Permissions.ReadPeople)) return new([], []);
        var today = SwedishTime.Today(clock);
        var people = await db.Employees.LongCountAsync(e => e.EmployedFrom <= today && (e.EmployedTo == null || today < e.EmployedTo), ct);
        return new([new("competence", RoomPlace.Room, T["Title"], "/kompetens/", RoomState.Calm, [new(T.Plural("People.Count", people), people, "/kompetens/")])], []);
    }
}
