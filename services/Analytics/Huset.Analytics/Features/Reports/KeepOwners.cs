using Huset.Competence.Contracts;
using Huset.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Reports;

/// <summary>Keeps the service's copy of the people in step with Competence; a section that someone was given before the account was known becomes the account's.</summary>
public sealed class KeepOwners(AnalyticsDb db) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (told, ct) = (context.Message, context.CancellationToken);
        if (!await db.Keep(told, ct) || told.AccountId is not { } account) return;
        var before = told.PersonId.ToString();
        await db.Set<ReportSection>().Where(section => section.OwnerId == before).ExecuteUpdateAsync(set => set.SetProperty(section => section.OwnerId, account), ct);
    }
}
