using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Subjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "subjects",
                columns: table => new
                {
                    type = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    data = table.Column<JsonElement>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subjects", x => new { x.type, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_subjects_type_unit_code",
                table: "subjects",
                columns: new[] { "type", "unit_code" });

            // The thread asks who links to something.
            migrationBuilder.Sql("create index ix_subjects_links on subjects using gin ((data->'links') jsonb_path_ops)");

            // The log that is there already.
            migrationBuilder.Sql("""
                with told as (
                  select substring(type from '^se\.huset\.[a-z]+\.(.*)-[a-z]+\.v[0-9]+$') as type, subject as id, subject_version as version, sequence,
                    split_part(type, '.', 3) as service, unit_code, time, body::jsonb->'data' as data
                  from events
                )
                insert into subjects (type, id, version, sequence, service, unit_code, first_at, changed_at, data)
                select distinct on (type, id) type, id, version, sequence, service, unit_code, min(time) over (partition by type, id), time, data
                from told where type is not null order by type, id, version desc, sequence
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "subjects");
        }
    }
}
