package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a chat holds besides what was said (swipes, branches, regenerations, candidates, further
 * choices) is read as replies to the same context where that is wanted, in every layout.
 */
class AlternativesTest {

  private static List<String> read(String text, InputOptions options) throws IOException {
    List<String> lines = new ArrayList<>();
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try (ConversationSource source =
        ConversationSource.open(
            List.of("-"), options, new ByteArrayInputStream(bytes), InputListener.silent())) {
      for (Optional<ReadResult> next = source.next(); next.isPresent(); next = source.next()) {
        if (next.get() instanceof ReadResult.Accepted accepted) {
          lines.add(line(accepted.conversation()));
        } else if (next.get() instanceof ReadResult.Rejected rejected) {
          lines.add("! " + rejected.rejection().reason());
        }
      }
    }
    return lines;
  }

  /** {@code id of group: u b}, with the first letter of each side before its texts. */
  private static String line(Conversation conversation) {
    StringBuilder line = new StringBuilder(conversation.id());
    Candidacy candidacy = conversation.candidacy();
    if (candidacy != null) {
      line.append(" of ").append(candidacy.group()).append(" no ").append(candidacy.number());
    }
    line.append(":");
    for (Message message : ((Dialogue) conversation.content()).messages()) {
      line.append(message.speaker() == Speaker.BOT ? " b=" : " u=").append(message.text());
    }
    return line.toString();
  }

  /** Layout, input, id of the chat. In each the user says Hi, and of a and b the bot said b. */
  static Stream<Arguments> chats() {
    return Stream.of(
        Arguments.of(
            "SillyTavern",
            """
            {'user_name':'Sam','character_name':'Tom','chat_metadata':{}}
            {'name':'Sam','is_user':true,'mes':'Hi'}
            {'name':'Tom','is_user':false,'mes':'b','swipes':['a','b'],'swipe_id':1}
            """,
            "-"),
        Arguments.of(
            "Chub",
            """
            {'user_name':'Sam','character_name':'Tom','chat_metadata':{'id':'x'}}
            {'name':'Sam','is_user':true,'mes':'Hi','swipes':['Hi'],'swipe_id':0}
            {'name':'Tom','is_user':false,'mes':'b','swipes':['a','b','b'],'swipe_id':1}
            """,
            "-"),
        Arguments.of(
            "ChatGPT",
            """
            [{'id':'g','current_node':'2','mapping':{
              'r':{'id':'r','message':null,'parent':null},
              'u':{'id':'u','parent':'r','message':{'author':{'role':'user'},
                'content':{'content_type':'text','parts':['Hi']}}},
              '1':{'id':'1','parent':'u','message':{'author':{'role':'assistant'},
                'content':{'content_type':'text','parts':['a']}}},
              '2':{'id':'2','parent':'u','message':{'author':{'role':'assistant'},
                'content':{'content_type':'text','parts':['b']}}}}}]
            """,
            "g"),
        Arguments.of(
            "Open WebUI",
            """
            [{'id':'w','chat':{'history':{'currentId':'2','messages':{
              'u':{'id':'u','parentId':null,'role':'user','content':'Hi'},
              '1':{'id':'1','parentId':'u','role':'assistant','content':'a'},
              '2':{'id':'2','parentId':'u','role':'assistant','content':'b'}}}}}]
            """,
            "w"),
        Arguments.of(
            "LibreChat",
            """
            {'conversationId':'l','messages':[
              {'messageId':'u','parentMessageId':'0','text':'Hi','isCreatedByUser':true},
              {'messageId':'1','parentMessageId':'u','text':'a','isCreatedByUser':false},
              {'messageId':'2','parentMessageId':'u','text':'b','isCreatedByUser':false}]}
            """,
            "l"),
        Arguments.of(
            "Character.AI, a dump",
            """
            {'info':{'character':{'name':'Tom'}},'histories':{'histories':[{'external_id':'h','msgs':[
              {'src':{'is_human':true,'name':'Sam'},'text':'Hi'},
              {'src':{'is_human':false,'name':'Tom'},'text':'a','is_alternative':true},
              {'src':{'is_human':false,'name':'Tom'},'text':'b','is_alternative':false}]}]}}
            """,
            "h"),
        Arguments.of(
            "Character.AI, new turns",
            """
            {'chat_id':'t','turns':[
              {'author':{'is_human':true,'name':'Sam'},'primary_candidate_id':'x',
                'candidates':[{'candidate_id':'x','raw_content':'Hi'}]},
              {'author':{'name':'Tom'},'primary_candidate_id':'z',
                'candidates':[{'candidate_id':'y','raw_content':'a'},
                  {'candidate_id':'z','raw_content':'b'}]}]}
            """,
            "t"),
        Arguments.of(
            "session trace",
            """
            {'type':'session','id':'s','currNode':'2'}
            {'type':'message','message':{'id':'u','parent':'r','role':'user','content':'Hi'}}
            {'type':'message','message':{'id':'1','parent':'u','role':'assistant','content':'a'}}
            {'type':'message','message':{'id':'2','parent':'u','role':'assistant','content':'b'}}
            """,
            "s"),
        Arguments.of(
            "oasst, a tree",
            """
            {'message_tree_id':'o','prompt':{'message_id':'u','text':'Hi','role':'prompter','replies':[
              {'message_id':'1','text':'a','role':'assistant','replies':[]},
              {'message_id':'2','text':'b','role':'assistant','replies':[]}]}}
            """,
            "o"),
        Arguments.of(
            "oasst, a message a row",
            """
            {'message_id':'u','parent_id':null,'message_tree_id':'o','text':'Hi','role':'prompter'}
            {'message_id':'1','parent_id':'u','message_tree_id':'o','text':'a','role':'assistant'}
            {'message_id':'2','parent_id':'u','message_tree_id':'o','text':'b','role':'assistant'}
            """,
            "o"),
        Arguments.of(
            "regenerations in a list",
            """
            {'id':'m','messages':[{'role':'user','content':'Hi'},
              {'role':'assistant','content':'a','is_alternative':true},
              {'role':'assistant','content':'b'}]}
            """,
            "m"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chats")
  void alternativesAreRepliesToRank(String layout, String text, String id) throws IOException {
    InputOptions options = InputOptions.defaults();
    assertEquals(List.of(id + ": u=Hi b=b"), read(text, options), layout);
    assertEquals(
        List.of(
            id + "@2#1 of " + id + "@2 no 1: u=Hi b=a", id + "@2#2 of " + id + "@2 no 2: u=Hi b=b"),
        read(text, options.withSwipes(true)),
        layout);
  }

  /** Of several choices the first was given. */
  static Stream<Arguments> choices() {
    String message = "{'message':{'role':'assistant','content':'%s'}}";
    String both = message.formatted("a") + "," + message.formatted("b");
    return Stream.of(
        Arguments.of(
            "beside messages",
            "{'id':'k','messages':[{'role':'user','content':'Hi'}],'choices':[" + both + "]}"),
        Arguments.of(
            "in the response of a gateway",
            "{'id':'k','messages':[{'role':'user','content':'Hi'}],"
                + "'response':{'choices':["
                + both
                + "]}}"),
        Arguments.of(
            "of a request of its own",
            "{'id':'k','request':{'messages':[{'role':'user','content':'Hi'}]},"
                + "'response':{'choices':["
                + both
                + "]}}"),
        Arguments.of(
            "to a prompt", "{'id':'k','prompt':'Hi','choices':[{'text':'a'},{'text':'b'}]}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void choicesAfterTheFirstAreRepliesToRank(String where, String text) throws IOException {
    assertEquals(List.of("k: u=Hi b=a"), read(text, InputOptions.defaults()), where);
    assertEquals(
        List.of("k@2#1 of k@2 no 1: u=Hi b=a", "k@2#2 of k@2 no 2: u=Hi b=b"),
        read(text, InputOptions.defaults().withSwipes(true)),
        where);
  }

  /** So that rows with one reply each can be ranked by a field that they share. */
  @Test
  void aRowWithoutAlternativesIsTheConversationItself() throws IOException {
    InputOptions options = InputOptions.defaults().withSwipes(true);
    assertEquals(
        List.of("c: u=Hi b=a", "p: u=Hi b=a"),
        read(
            """
            {'id':'c','messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'a'}]}
            {'id':'p','prompt':'Hi','completion':'a'}
            """,
            options));
  }
}
