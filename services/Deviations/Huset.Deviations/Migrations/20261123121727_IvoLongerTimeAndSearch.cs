using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class IvoLongerTimeAndSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "until",
                table: "ivo_steps",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lex_maria_granted",
                table: "deviations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lex_sarah_granted",
                table: "deviations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "timeline_entries_words",
                table: "timeline_entries",
                column: "what")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "lex_sarah_parts_words",
                table: "lex_sarah_parts",
                column: "text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "case_notes_words",
                table: "case_notes",
                column: "text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "timeline_entries_words",
                table: "timeline_entries");

            migrationBuilder.DropIndex(
                name: "lex_sarah_parts_words",
                table: "lex_sarah_parts");

            migrationBuilder.DropIndex(
                name: "case_notes_words",
                table: "case_notes");

            migrationBuilder.DropColumn(
                name: "until",
                table: "ivo_steps");

            migrationBuilder.DropColumn(
                name: "lex_maria_granted",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_sarah_granted",
                table: "deviations");
        }
    }
}
